/* trust_list.c: certificates of a trust list (ETSI TS 119 612).
 *
 * A list says which services of which providers a state vouches for today.
 * Its authorities become anchors, its time-stamp services anchors of
 * time-stamps.  What a service was in the past (its history) is not asked:
 * one that is withdrawn now is no anchor, whatever the control time.  The
 * list's own signature is the caller's to verify, by einv_verify.
 */
#include "trust_list.h"

#include "../base/base64.h"
#include "../xml/tree.h"

#define TSL_NS "http://uri.etsi.org/02231/v2#"
#define TYPE "http://uri.etsi.org/TrstSvc/Svctype/"
#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"

static const struct {
    const char *type;
    bool stamps;
} types[] = {
    { TYPE "CA/QC", false },
    { TYPE "CA/PKC", false },
    { TYPE "TSA/QTST", true },
    { TYPE "TSA", true },
};

struct list {
    const struct einv_tree *t;
    struct einv_certs *certs;
    bool stamps;
    size_t n;
    einv_status status;
};

static bool is_named(const struct einv_tree *t, einv_node e, const char *name)
{
    const struct einv_qname *q = einv__tree_qname(t, e);

    return einv__text_is(q->local, name) && einv__text_is(q->ns, TSL_NS);
}

static einv_node child(const struct einv_tree *t, einv_node e,
                       const char *name)
{
    einv_node c = e != EINV_NO_NODE ? einv__tree_child(t, e) : EINV_NO_NODE;

    while (c != EINV_NO_NODE && !is_named(t, c, name))
        c = einv__tree_next(t, c);
    return c;
}

static struct einv_text text_of(const struct einv_tree *t, einv_node e,
                                const char *name)
{
    einv_node c = child(t, e, name);

    return c != EINV_NO_NODE ? einv__text_trim(einv__tree_text(t, c))
                             : EINV_NO_TEXT;
}

static bool is_wanted(const struct list *l, einv_node info)
{
    struct einv_text type = text_of(l->t, info, "ServiceTypeIdentifier");
    struct einv_text status = text_of(l->t, info, "ServiceStatus");

    if (!einv__text_is(status, STATUS "granted")
        && !einv__text_is(status, STATUS "recognisedatnationallevel"))
        return false;
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (types[i].stamps == l->stamps
            && einv__text_is(type, types[i].type))
            return true;
    return false;
}

/* One that cannot be read is one that nobody can be. */
static void take(struct list *l, struct einv_text base64)
{
    struct einv_cert *cert = NULL;
    struct einv_buf der;
    einv_status status = EINV_EMALFORMED;

    einv__buf_init(&der, l->certs->alloc);
    if (einv__base64_decode(base64, &der))
        status = einv__cert_read(l->certs->alloc, der.data, der.len, &cert);
    else if (der.failed)
        status = EINV_ENOMEM;
    if (status == EINV_OK) {
        status = einv__certs_add(l->certs, cert);
        l->n++;
    }
    if (status != EINV_EMALFORMED && l->status == EINV_OK)
        l->status = status;
    einv__cert_free(cert);
    einv__buf_free(&der);
}

static void take_service(struct list *l, einv_node service)
{
    einv_node info = child(l->t, service, "ServiceInformation"), id;

    if (info == EINV_NO_NODE || !is_wanted(l, info))
        return;
    id = child(l->t, info, "ServiceDigitalIdentity");
    id = id != EINV_NO_NODE ? einv__tree_child(l->t, id) : EINV_NO_NODE;
    for (; id != EINV_NO_NODE; id = einv__tree_next(l->t, id)) {
        struct einv_text base64 = text_of(l->t, id, "X509Certificate");

        if (base64.len > 0)
            take(l, base64);
    }
}

static void take_provider(struct list *l, einv_node provider)
{
    einv_node services = child(l->t, provider, "TSPServices"), s;

    if (services == EINV_NO_NODE)
        return;
    for (s = einv__tree_child(l->t, services); s != EINV_NO_NODE;
         s = einv__tree_next(l->t, s))
        if (is_named(l->t, s, "TSPService"))
            take_service(l, s);
}

static void take_all(struct list *l)
{
    einv_node root = einv__tree_root(l->t), providers, p;

    if (!is_named(l->t, root, "TrustServiceStatusList"))
        return;
    providers = child(l->t, root, "TrustServiceProviderList");
    if (providers == EINV_NO_NODE)
        return;
    for (p = einv__tree_child(l->t, providers); p != EINV_NO_NODE;
         p = einv__tree_next(l->t, p))
        if (is_named(l->t, p, "TrustServiceProvider"))
            take_provider(l, p);
}

bool einv__trust_list_is(struct einv_text bytes)
{
    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xef\xbb\xbf", 3) == 0)
        bytes = einv__text(bytes.ptr + 3, bytes.len - 3);
    bytes = einv__text_trim(bytes);
    return bytes.len > 0 && *bytes.ptr == '<';
}

einv_status einv__trust_list_read(struct einv_certs *certs,
                                  struct einv_text xml, bool stamps)
{
    struct list l = { NULL, certs, stamps, 0, EINV_OK };
    struct einv_tree t;
    einv_status status = einv__xml_read(&t, certs->alloc != NULL
                                                ? certs->alloc
                                                : &einv__libc_allocator,
                                        xml, NULL, NULL);

    if (status != EINV_OK)
        return status == EINV_ENOMEM ? status : EINV_EMALFORMED;
    l.t = &t;
    take_all(&l);
    einv__tree_free(&t);
    return l.status == EINV_OK && l.n == 0 ? EINV_EMALFORMED : l.status;
}
