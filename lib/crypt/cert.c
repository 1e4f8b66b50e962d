/* cert.c: certificates.
 *
 * What others ask for (names, numbers, times, the key) is read once, when the
 * certificate is; so a certificate is read-only and may be shared by threads.
 */
#include <limits.h>
#include <stdatomic.h>

#include "inside.h"

struct einv_cert {
    struct einv_arena arena;
    const einv_allocator *alloc;
    atomic_uint refs;
    X509 *x509;
    struct einv_text der, spki, subject, issuer, serial, decimal, tax_id;
    enum einv_key_kind kind;
    unsigned bits;
    bool explicit_curve;
    int64_t not_before, not_after;
};

/* Longer is an attack, not a certificate. */
enum { LARGEST_CERT = 1 << 20 };

/* Attributes of a subject that hold the holder's number at the tax office,
 * best first: the attribute, and how its value must start. */
static const struct {
    const char *oid, *prefix;
} tax_ids[] = {
    { "2.5.4.97", "" },           /* organizationIdentifier, EN 319 412-1 */
    { "1.2.643.100.4", "" },      /* INN of an organization */
    { "1.2.643.3.131.1.1", "" },  /* INN */
    { "2.5.4.11", "BIN" },
    { "2.5.4.5", "" },            /* serialNumber */
};

/* --- texts --------------------------------------------------------------- */

static struct einv_text keep(struct einv_arena *arena, const void *bytes,
                             size_t len)
{
    char *copy = einv__arena_dup(arena, einv__text(bytes, len));

    return copy != NULL ? einv__text(copy, len) : EINV_NO_TEXT;
}

static struct einv_text print_name(struct einv_arena *arena,
                                   const X509_NAME *name, unsigned long flags)
{
    struct einv_text text = EINV_NO_TEXT;
    BIO *bio = BIO_new(BIO_s_mem());
    char *data = NULL;
    long len;

    if (bio != NULL && X509_NAME_print_ex(bio, name, 0, flags) >= 0) {
        len = BIO_get_mem_data(bio, &data);
        text = keep(arena, len > 0 ? data : "", len > 0 ? (size_t)len : 0);
    }
    BIO_free(bio);
    return text;
}

/* RFC 4514 in UTF-8; what cannot be said in it stays escaped. */
struct einv_text einv__crypt_name(struct einv_arena *arena,
                                  const X509_NAME *name)
{
    unsigned long flags = XN_FLAG_RFC2253;
    struct einv_text text = print_name(arena, name,
                                       flags & ~(unsigned long)
                                                   ASN1_STRFLGS_ESC_MSB);

    return einv__utf8_valid(text) ? text : print_name(arena, name, flags);
}

static struct einv_text number_text(struct einv_arena *arena,
                                    const ASN1_INTEGER *number, bool decimal)
{
    BIGNUM *bn = ASN1_INTEGER_to_BN(number, NULL);
    struct einv_text text = EINV_NO_TEXT;
    char *digits = NULL;

    if (bn != NULL)
        digits = decimal ? BN_bn2dec(bn) : BN_bn2hex(bn);
    if (digits != NULL)
        text = keep(arena, digits, strlen(digits));
    OPENSSL_free(digits);
    BN_free(bn);
    return text;
}

size_t einv__crypt_oid(const ASN1_OBJECT *object, char *out, size_t cap)
{
    int len = OBJ_obj2txt(out, (int)cap, object, 1);

    return len > 0 && (size_t)len < cap ? (size_t)len : 0;
}

static struct einv_text attribute(struct einv_arena *arena,
                                  const X509_NAME *name, const char *oid,
                                  const char *prefix)
{
    struct einv_text found = EINV_NO_TEXT;

    for (int i = 0; i < X509_NAME_entry_count(name) && found.len == 0; i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        unsigned char *utf8 = NULL;
        char type[80];
        int len;

        einv__crypt_oid(X509_NAME_ENTRY_get_object(entry), type, sizeof type);
        if (strcmp(type, oid) != 0)
            continue;
        len = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
        if (len > 0 && (size_t)len >= strlen(prefix)
            && memcmp(utf8, prefix, strlen(prefix)) == 0
            && einv__utf8_valid(einv__text((char *)utf8, (size_t)len)))
            found = keep(arena, utf8, (size_t)len);
        OPENSSL_free(utf8);
    }
    return found;
}

static struct einv_text tax_id_of(struct einv_arena *arena,
                                  const X509_NAME *subject)
{
    struct einv_text found = EINV_NO_TEXT;

    for (size_t i = 0;
         found.len == 0 && i < sizeof(tax_ids) / sizeof(*tax_ids); i++)
        found = attribute(arena, subject, tax_ids[i].oid, tax_ids[i].prefix);
    return found;
}

/* --- times --------------------------------------------------------------- */

/* Days since 1970-01-01 of a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t shifted = month > 2 ? month - 3 : month + 9;
    int64_t y = month > 2 ? year : year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400 + (shifted * 153 + 2) / 5 + day
           - 1 - 719468;
}

bool einv__crypt_time(const ASN1_TIME *time, int64_t *seconds)
{
    struct tm tm;

    if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    *seconds = days_of((int64_t)tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday)
                   * 86400
               + (int64_t)tm.tm_hour * 3600 + (int64_t)tm.tm_min * 60
               + tm.tm_sec;
    return true;
}

/* --- the key ------------------------------------------------------------- */

enum einv_key_kind einv__crypt_key_kind(const EVP_PKEY *key)
{
    static const struct {
        const char *name;
        enum einv_key_kind kind;
    } kinds[] = {
        { "RSA", EINV_KEY_RSA },         { "RSA-PSS", EINV_KEY_RSA_PSS },
        { "EC", EINV_KEY_EC },           { "SM2", EINV_KEY_SM2 },
        { "ED25519", EINV_KEY_ED25519 }, { "DSA", EINV_KEY_DSA },
    };

    for (size_t i = 0; key != NULL && i < sizeof(kinds) / sizeof(*kinds); i++)
        if (EVP_PKEY_is_a(key, kinds[i].name) == 1)
            return kinds[i].kind;
    return EINV_KEY_OTHER;
}

/* Are the parameters of the curve written out instead of named?  Whoever may
 * choose the generator can match any public key (CVE-2020-0601). */
static bool curve_is_explicit(X509_PUBKEY *spki)
{
    const ASN1_OBJECT *algorithm = NULL;
    ASN1_OBJECT *object = NULL;
    X509_ALGOR *algor = NULL;
    int type = V_ASN1_UNDEF;

    if (X509_PUBKEY_get0_param(&object, NULL, NULL, &algor, spki) != 1)
        return false;
    X509_ALGOR_get0(&algorithm, &type, NULL, algor);
    return OBJ_obj2nid(algorithm) == NID_X9_62_id_ecPublicKey
           && type != V_ASN1_OBJECT;
}

static bool read_key(struct einv_cert *cert)
{
    X509_PUBKEY *spki = X509_get_X509_PUBKEY(cert->x509);
    EVP_PKEY *key = X509_get0_pubkey(cert->x509);
    unsigned char *der = NULL;
    int len = i2d_X509_PUBKEY(spki, &der);

    if (len <= 0)
        return false;
    cert->spki = keep(&cert->arena, der, (size_t)len);
    OPENSSL_free(der);
    cert->explicit_curve = curve_is_explicit(spki);
    cert->kind = einv__crypt_key_kind(key);
    if (key != NULL && EVP_PKEY_get_bits(key) > 0)
        cert->bits = (unsigned)EVP_PKEY_get_bits(key);
    return true;
}

/* --- reading ------------------------------------------------------------- */

/* false: no certificate; what memory did not suffice for is NULL-pointed. */
static bool read_x509(struct einv_cert *cert, const void *der, size_t len)
{
    const unsigned char *at = der;

    cert->x509 = d2i_X509(NULL, &at, (long)len);
    if (cert->x509 == NULL || at != (const unsigned char *)der + len)
        return false;
    cert->der = keep(&cert->arena, der, len);
    return read_key(cert)
           && einv__crypt_time(X509_get0_notBefore(cert->x509),
                               &cert->not_before)
           && einv__crypt_time(X509_get0_notAfter(cert->x509),
                               &cert->not_after);
}

static void read_texts(struct einv_cert *cert)
{
    const X509_NAME *subject = X509_get_subject_name(cert->x509);
    const ASN1_INTEGER *serial = X509_get0_serialNumber(cert->x509);

    cert->subject = einv__crypt_name(&cert->arena, subject);
    cert->issuer = einv__crypt_name(&cert->arena,
                                    X509_get_issuer_name(cert->x509));
    cert->serial = number_text(&cert->arena, serial, false);
    cert->decimal = number_text(&cert->arena, serial, true);
    cert->tax_id = tax_id_of(&cert->arena, subject);
}

static einv_status fill(struct einv_cert *cert, const void *der, size_t len)
{
    if (len == 0 || len > LARGEST_CERT || !read_x509(cert, der, len))
        return EINV_EMALFORMED;
    /* OpenSSL reads the extensions here, before threads share it. */
    X509_check_purpose(cert->x509, -1, 0);
    read_texts(cert);
    if (cert->der.ptr == NULL || cert->spki.ptr == NULL
        || cert->subject.ptr == NULL || cert->issuer.ptr == NULL
        || cert->serial.ptr == NULL || cert->decimal.ptr == NULL)
        return EINV_ENOMEM;
    return EINV_OK;
}

einv_status einv__cert_read(const einv_allocator *a, const void *der,
                            size_t len, struct einv_cert **cert)
{
    struct einv_cert *made;
    einv_status status;

    *cert = NULL;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    made = einv__alloc(a, 1, sizeof *made);
    if (made == NULL)
        return EINV_ENOMEM;
    memset(made, 0, sizeof *made);
    made->alloc = a;
    atomic_init(&made->refs, 1);
    einv__arena_init(&made->arena, a);
    einv__crypt_begin();
    status = fill(made, der, len);
    einv__crypt_end();
    if (status != EINV_OK)
        einv__cert_free(made);
    else
        *cert = made;
    return status;
}

struct einv_cert *einv__cert_ref(struct einv_cert *cert)
{
    if (cert != NULL)
        atomic_fetch_add_explicit(&cert->refs, 1, memory_order_relaxed);
    return cert;
}

void einv__cert_free(struct einv_cert *cert)
{
    if (cert == NULL
        || atomic_fetch_sub_explicit(&cert->refs, 1, memory_order_acq_rel)
               > 1)
        return;
    X509_free(cert->x509);
    einv__arena_free(&cert->arena);
    einv__free(cert->alloc, cert, sizeof *cert);
}

/* --- what it says -------------------------------------------------------- */

X509 *einv__crypt_x509(const struct einv_cert *cert)
{
    return cert->x509;
}

struct einv_text einv__cert_der(const struct einv_cert *cert)
{
    return cert->der;
}

struct einv_text einv__cert_spki(const struct einv_cert *cert)
{
    return cert->spki;
}

struct einv_text einv__cert_subject(const struct einv_cert *cert)
{
    return cert->subject;
}

struct einv_text einv__cert_issuer(const struct einv_cert *cert)
{
    return cert->issuer;
}

struct einv_text einv__cert_serial(const struct einv_cert *cert)
{
    return cert->serial;
}

struct einv_text einv__cert_serial_decimal(const struct einv_cert *cert)
{
    return cert->decimal;
}

struct einv_text einv__cert_tax_id(const struct einv_cert *cert)
{
    return cert->tax_id;
}

enum einv_key_kind einv__cert_key_kind(const struct einv_cert *cert)
{
    return cert->kind;
}

unsigned einv__cert_key_bits(const struct einv_cert *cert)
{
    return cert->bits;
}

bool einv__cert_curve_is_explicit(const struct einv_cert *cert)
{
    return cert->explicit_curve;
}

int64_t einv__cert_not_before(const struct einv_cert *cert)
{
    return cert->not_before;
}

int64_t einv__cert_not_after(const struct einv_cert *cert)
{
    return cert->not_after;
}

bool einv__cert_same(const struct einv_cert *a, const struct einv_cert *b)
{
    return a == b || einv__text_eq(a->der, b->der);
}
