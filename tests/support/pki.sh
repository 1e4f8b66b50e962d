#!/bin/sh
# pki.sh FOLDER: a small world of certificates, made by the openssl command:
# root -> sub -> leaf; a responder and a time-stamp authority; and what is
# wrong in one way each.  EC keys, because they are made at once.
set -eu
mkdir -p "$1"
cd "$1"

key() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
        -out "$1.key" 2>/dev/null
}

# issue NAME ISSUER EXTENSION...: one certificate of 20 years from now.
serial=100
issue() {
    name=$1
    issuer=$2
    shift 2
    serial=$((serial + 1))
    [ -f "$name.key" ] || key "$name"
    printf '%s\n' "$@" >"$name.ext"
    openssl req -new -key "$name.key" -subj "/C=XX/O=Amber/CN=$name" \
        -out "$name.csr"
    if [ "$issuer" = "$name" ]; then
        openssl x509 -req -in "$name.csr" -signkey "$name.key" \
            -set_serial $serial -days 7300 -extfile "$name.ext" \
            -out "$name.crt" 2>/dev/null
    else
        openssl x509 -req -in "$name.csr" -CA "$issuer.crt" \
            -CAkey "$issuer.key" -set_serial $serial -days 7300 \
            ${DIGEST:+-$DIGEST} -extfile "$name.ext" -out "$name.crt" \
            2>/dev/null
    fi
}

ca='basicConstraints=critical,CA:TRUE'
usage='keyUsage=critical,keyCertSign,cRLSign'
sign='keyUsage=critical,digitalSignature,nonRepudiation'

issue root root "$ca" "$usage"
issue sub root "$ca,pathlen:0" "$usage"
issue leaf sub 'basicConstraints=CA:FALSE' "$sign"
issue plain sub 'subjectKeyIdentifier=hash'
issue mail sub "$sign" 'extendedKeyUsage=critical,emailProtection'
issue server sub "$sign" 'extendedKeyUsage=critical,serverAuth'
issue advice sub "$sign" 'extendedKeyUsage=serverAuth'
issue odd sub "$sign" '1.2.3.4=critical,ASN1:UTF8String:what'
# A leaf that plays an authority; an authority below pathlen:0; one that may
# only sign for another name.
issue below-leaf leaf "$sign"
issue deep sub "$ca" "$usage"
issue below-deep deep "$sign"
issue named root "$ca" "$usage" \
    'nameConstraints=critical,permitted;dirName:part' \
    '[part]' 'C=YY'
issue below-named named "$sign"
issue no-sign-ca root "$ca" 'keyUsage=critical,digitalSignature'
issue below-no-sign no-sign-ca "$sign"
DIGEST=sha1 issue old sub "$sign"
issue responder sub 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=OCSPSigning'
issue tsa sub 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=critical,timeStamping'
issue loose-tsa sub 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=timeStamping'
issue bad sub "$sign"
issue held sub "$sign"
# Somebody else's root with the same name.
mkdir -p evil
(cd evil && key root && serial=900 && issue root root "$ca" "$usage")

# --- revocation ------------------------------------------------------------

printf '%s\n' '[ca]' 'default_ca=it' '[it]' 'database=index.txt' \
    'crlnumber=number' 'default_md=sha256' 'default_crl_days=3650' \
    'crl_extensions=ext' '[ext]' 'authorityKeyIdentifier=keyid' >ca.cnf
echo 01 >number
serial_of() {
    openssl x509 -in "$1.crt" -noout -serial | sed 's/^serial=//'
}
good() {
    printf 'V\t460101000000Z\t\t%s\tunknown\t/CN=x\n' "$(serial_of "$1")"
}
revoked() {
    printf 'R\t460101000000Z\t%s\t%s\tunknown\t/CN=x\n' "$2" \
        "$(serial_of "$1")"
}
{
    good leaf
    revoked bad 260101000000Z,keyCompromise
    revoked held 260101000000Z,certificateHold
} >index.txt
openssl ca -config ca.cnf -gencrl -keyfile sub.key -cert sub.crt \
    -out sub.crl 2>/dev/null
# The same list signed by one who may not.
openssl ca -config ca.cnf -gencrl -keyfile leaf.key -cert leaf.crt \
    -out leaf.crl 2>/dev/null
revoked sub 260101000000Z,cACompromise >root.txt
sed 's/index.txt/root.txt/' ca.cnf >root.cnf
openssl ca -config root.cnf -gencrl -keyfile root.key -cert root.crt \
    -out root.crl 2>/dev/null

# ocsp NAME SIGNER OUT
ocsp() {
    openssl ocsp -issuer sub.crt -cert "$1.crt" -no_nonce -reqout q.der \
        2>/dev/null
    openssl ocsp -index index.txt -CA sub.crt -rsigner "$2.crt" \
        -rkey "$2.key" -reqin q.der -ndays 3650 -respout "$3" >/dev/null 2>&1
}
ocsp leaf responder leaf.ocsp
ocsp leaf sub leaf-by-ca.ocsp
ocsp bad responder bad.ocsp
ocsp leaf mail leaf-by-mail.ocsp
ocsp plain responder unknown.ocsp

# --- time-stamps -----------------------------------------------------------

# openssl ts -reply -config ts.cnf -queryfile ...
printf '%s\n' '[tsa]' 'default_tsa=it' '[it]' 'serial=stamps' \
    'signer_cert=tsa.crt' 'certs=sub.crt' 'signer_key=tsa.key' \
    'signer_digest=sha256' 'default_policy=1.2.3.4.1' \
    'digests=sha1,sha256,sha512' 'ess_cert_id_alg=sha256' >ts.cnf
echo 01 >stamps
