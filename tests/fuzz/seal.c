/* seal.c: any bytes as the signature of a seal, in an archive made around
 * them.  Nobody trusts it, so it is never good. */
#include <stdlib.h>

#include <einv/einv.h>
#include <einv/signature.h>

#include "pack/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(struct einv_zip_out *z, const char *name, const char *text)
{
    einv__zip_put(z, einv__text_of(name), einv__text_of(text),
                  EINV_ZIP_STORED);
}

static void make(struct einv_buf *out, struct einv_text value)
{
    struct einv_zip_out z;

    einv__zip_begin(&z, NULL, out);
    put(&z, "OFD.xml", "<OFD><DocBody><Signatures>S/Signatures.xml"
        "</Signatures></DocBody></OFD>");
    put(&z, "S/Signatures.xml",
        "<Signatures><Signature BaseLoc='One.xml'/></Signatures>");
    put(&z, "S/One.xml", "<Signature><SignedInfo><References "
        "CheckMethod='SM3'><Reference FileRef='/OFD.xml'><CheckValue>AAAA"
        "</CheckValue></Reference></References></SignedInfo><SignedValue>"
        "value.dat</SignedValue></Signature>");
    einv__zip_put(&z, EINV_TEXT("S/value.dat"), value, EINV_ZIP_STORED);
    if (einv__zip_end(&z) != EINV_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static einv_ctx *ctx;
    einv_verification *v = NULL;
    struct einv_buf out;

    if (ctx == NULL && einv_ctx_new(NULL, &ctx) != EINV_OK)
        abort();
    einv__buf_init(&out, NULL);
    make(&out, einv__text((const char *)data, size));
    if (einv_verify(ctx, out.data, out.len, NULL, NULL, &v) == EINV_OK ||
        einv_verification_overall(v) == EINV_TOTAL_PASSED)
        abort();
    einv_verification_free(v);
    einv__buf_free(&out);
    return 0;
}
