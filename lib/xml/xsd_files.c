/* xsd_files.c: see xsd_files.h.
 *
 * Bytes are read with the C library and given to libxml2 as memory: its own
 * way to files goes through loaders and catalogues that belong to the
 * process.
 */
#include "../base/file.h"
#include "xsd_files.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_FILES = 4096,           /* more are not one authority's schemas */
    MAX_DEPTH = 16,             /* of folders: a link that leads to itself */
    MAX_PATH = 4096
};
#define MAX_BYTES (32L << 20)   /* of one schema */

static struct einv_text z(const xmlChar *s)
{
    return einv__text_of((const char *)s);
}

static bool is_xs(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && n->ns != NULL &&
        strcmp((const char *)n->ns->href, XSD_NS) == 0 &&
        (name == NULL || strcmp((const char *)n->name, name) == 0);
}

/* An attribute's text in the arena; ptr NULL: there is none. */
static struct einv_text attr_of(struct xsd_files *files, xmlNode *n,
                                const char *name)
{
    xmlChar *value = xmlGetNoNsProp(n, (const xmlChar *)name);
    struct einv_text text = { NULL, 0 };

    if (value != NULL) {
        text.ptr = einv__arena_dup(&files->arena, z(value));
        text.len = text.ptr != NULL ? strlen((const char *)value) : 0;
        xmlFree(value);
    }
    return text;
}

struct xsd_file *einv__xsd_file_at(const struct xsd_files *files,
                                   const char *path)
{
    struct xsd_file *f;

    for (f = files->first; f != NULL; f = f->next)
        if (strcmp(f->path, path) == 0)
            return f;
    return NULL;
}

struct xsd_file *einv__xsd_file_ns(const struct xsd_files *files,
                                   struct einv_text ns)
{
    struct xsd_file *f;

    for (f = files->first; f != NULL; f = f->next)
        if (f->bad == NULL && einv__text_eq(f->ns, ns))
            return f;
    return NULL;
}

struct xsd_file *einv__xsd_file_of(const struct xsd_files *files,
                                   const struct xsd_ref *ref)
{
    struct xsd_file *f = ref->path != NULL
        ? einv__xsd_file_at(files, ref->path) : NULL;

    if (f == NULL && ref->import)
        f = einv__xsd_file_ns(files, ref->ns);
    return f;
}

/* Takes "." and ".." out of an absolute path, in place. */
static void tidy(char *path)
{
    char *to = path, *at = path;

    while (*at != '\0') {
        size_t len = 1 + strcspn(at + 1, "/");

        if (len == 1 || (len == 2 && at[1] == '.')) {
            /* an empty step, or "." */
        } else if (len == 3 && at[1] == '.' && at[2] == '.') {
            while (to > path && *--to != '/')
                ;
        } else {
            memmove(to, at, len);
            to += len;
        }
        at += len;
    }
    *to = '\0';
}

const char *einv__xsd_resolve(struct xsd_files *files, const char *base,
                              struct einv_text location)
{
    char path[MAX_PATH];
    const char *slash = strrchr(base, '/');
    int head = slash != NULL ? (int)(slash - base) : 0;
    int len;

    if (location.ptr == NULL || strstr(location.ptr, "://") != NULL)
        return NULL;
    if (location.len > 0 && location.ptr[0] == '/')
        len = snprintf(path, sizeof(path), "%s", location.ptr);
    else
        len = snprintf(path, sizeof(path), "%.*s/%s", head, base,
                       location.ptr);
    if (len < 0 || len >= MAX_PATH)
        return NULL;
    tidy(path);
    return einv__arena_dup(&files->arena, einv__text_of(path));
}

xmlDoc *einv__xsd_file_parse(const struct xsd_files *files, const char *path,
                             int options)
{
    xmlParserCtxt *ctxt = NULL;
    xmlDoc *doc = NULL;
    struct einv_buf bytes;

    einv__buf_init(&bytes, files->alloc);
    if (einv__file_read(path, MAX_BYTES, &bytes) == EINV_OK && bytes.len > 0)
        ctxt = xmlNewParserCtxt();
    if (ctxt != NULL) {
        doc = xmlCtxtReadMemory(ctxt, bytes.data, (int)bytes.len, path, NULL,
                                options | XML_PARSE_NONET |
                                XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        xmlFreeParserCtxt(ctxt);
    }
    einv__buf_free(&bytes);
    return doc;
}

/* An entity that stands in another file would be opened by libxml2. */
static bool has_external(const xmlDoc *doc)
{
    const xmlNode *n;

    if (doc->intSubset == NULL)
        return false;
    for (n = doc->intSubset->children; n != NULL; n = n->next) {
        const xmlEntity *e = (const xmlEntity *)n;

        if (n->type == XML_ENTITY_DECL &&
            (e->etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY ||
             e->etype == XML_EXTERNAL_GENERAL_UNPARSED_ENTITY ||
             e->etype == XML_EXTERNAL_PARAMETER_ENTITY))
            return true;
    }
    return false;
}

static bool add_ref(struct xsd_files *files, struct xsd_file *f, xmlNode *n,
                    bool import)
{
    struct xsd_ref *ref = einv__arena_zero(&files->arena, 1, sizeof(*ref));

    if (ref == NULL)
        return false;
    ref->import = import;
    ref->ns = import ? attr_of(files, n, "namespace") : f->ns;
    ref->said = attr_of(files, n, "schemaLocation");
    ref->path = einv__xsd_resolve(files, f->path, ref->said);
    ref->next = f->refs;
    f->refs = ref;
    return true;
}

static bool add_element(struct xsd_files *files, struct xsd_file *f,
                        xmlNode *n)
{
    struct xsd_name *e = einv__arena_zero(&files->arena, 1, sizeof(*e));

    if (e == NULL)
        return false;
    e->name = attr_of(files, n, "name");
    e->next = f->elements;
    f->elements = e;
    return true;
}

static bool survey(struct xsd_files *files, struct xsd_file *f, xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc), *n;
    bool ok = true;

    if (has_external(doc))
        f->bad = "an entity stands in another file";
    else if (root == NULL || !is_xs(root, "schema"))
        f->bad = "its root is not xs:schema";
    if (f->bad != NULL)
        return true;
    f->ns = attr_of(files, root, "targetNamespace");
    for (n = root->children; n != NULL && ok; n = n->next) {
        if (is_xs(n, "import"))
            ok = add_ref(files, f, n, true);
        else if (is_xs(n, "include") || is_xs(n, "redefine"))
            ok = add_ref(files, f, n, false);
        else if (is_xs(n, "element"))
            ok = add_element(files, f, n);
    }
    return ok;
}

static einv_status add_file(struct xsd_files *files, const char *path)
{
    struct xsd_file *f;
    xmlDoc *doc;
    bool ok = true;

    if (files->n == MAX_FILES)
        return EINV_ELIMIT;
    f = einv__arena_zero(&files->arena, 1, sizeof(*f));
    if (f == NULL)
        return EINV_ENOMEM;
    f->path = einv__arena_dup(&files->arena, einv__text_of(path));
    if (f->path == NULL)
        return EINV_ENOMEM;
    doc = einv__xsd_file_parse(files, f->path, 0);
    if (doc == NULL)
        f->bad = "it is not well-formed XML, or cannot be read";
    else
        ok = survey(files, f, doc);
    xmlFreeDoc(doc);
    if (files->last != NULL)
        files->last->next = f;
    else
        files->first = f;
    files->last = f;
    files->n++;
    return ok ? EINV_OK : EINV_ENOMEM;
}

static bool is_schema_name(const char *name)
{
    size_t len = strlen(name);

    return len > 4 && name[0] != '.' && strcmp(name + len - 4, ".xsd") == 0;
}

static einv_status add_folder(struct xsd_files *files, const char *path,
                              int depth);

static einv_status add_entry(struct xsd_files *files, const char *folder,
                             const char *name, int depth)
{
    char path[MAX_PATH];
    struct stat st;
    int len = snprintf(path, sizeof(path), "%s/%s", folder, name);

    if (len < 0 || len >= MAX_PATH || stat(path, &st) != 0)
        return EINV_OK;
    if (S_ISDIR(st.st_mode))
        return name[0] == '.' ? EINV_OK : add_folder(files, path, depth + 1);
    return S_ISREG(st.st_mode) && is_schema_name(name)
        ? add_file(files, path) : EINV_OK;
}

static einv_status add_folder(struct xsd_files *files, const char *path,
                              int depth)
{
    einv_status status = EINV_OK;
    struct dirent *entry;
    DIR *dir;

    if (depth > MAX_DEPTH)
        return EINV_OK;
    dir = opendir(path);
    if (dir == NULL)
        return depth == 0 ? EINV_EIO : EINV_OK;
    while (status == EINV_OK && (entry = readdir(dir)) != NULL)
        status = add_entry(files, path, entry->d_name, depth);
    (void)closedir(dir);
    return status;
}

/* Folders list their files in no order: the set has one. */
static void sort_files(struct xsd_files *files)
{
    struct xsd_file *sorted = NULL, *f, *next, **at;

    for (f = files->first; f != NULL; f = next) {
        next = f->next;
        for (at = &sorted; *at != NULL &&
             strcmp((*at)->path, f->path) < 0; at = &(*at)->next)
            ;
        f->next = *at;
        *at = f;
    }
    files->first = sorted;
}

/* One file: then what it refers to, and so on. */
static einv_status add_closure(struct xsd_files *files, const char *path)
{
    einv_status status = add_file(files, path);
    struct xsd_file *f;
    struct xsd_ref *ref;

    for (f = files->first; f != NULL && status == EINV_OK; f = f->next)
        for (ref = f->refs; ref != NULL && status == EINV_OK;
             ref = ref->next)
            if (ref->path != NULL &&
                einv__xsd_file_at(files, ref->path) == NULL)
                status = add_file(files, ref->path);
    return status;
}

static bool absolute(const char *path, char *out)
{
    size_t len = 0;

    if (path[0] != '/') {
        if (getcwd(out, MAX_PATH) == NULL)
            return false;
        len = strlen(out);
        if (len + 1 < MAX_PATH)
            out[len++] = '/';
    }
    if (strlen(path) >= MAX_PATH - len)
        return false;
    memcpy(out + len, path, strlen(path) + 1);
    tidy(out);
    return true;
}

einv_status einv__xsd_files_read(struct xsd_files *files, const char *path)
{
    char full[MAX_PATH];
    struct stat st;
    einv_status status;

    if (!absolute(path, full) || stat(full, &st) != 0)
        return EINV_EIO;
    files->folder = S_ISDIR(st.st_mode);
    if (!files->folder)
        return add_closure(files, full);
    status = add_folder(files, full, 0);
    sort_files(files);
    return status;
}

void einv__xsd_files_free(struct xsd_files *files)
{
    struct xsd_file *f;

    for (f = files->first; f != NULL; f = f->next)
        xmlSchemaFree(f->schema);
    einv__arena_free(&files->arena);
}
