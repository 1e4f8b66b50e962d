/* xsd_files.h: the files of a set of schemas. */
#ifndef EINV_LIB_XSD_FILES_H
#define EINV_LIB_XSD_FILES_H

#include "libxml.h"
#include "tree.h"

#define XSD_NS "http://www.w3.org/2001/XMLSchema"

struct xsd_ref {                /* include, redefine, import */
    struct xsd_ref *next;
    bool import;
    struct einv_text ns;        /* of an import; ptr NULL: none */
    const char *path;           /* the file, as it resolves; NULL: none said,
                                   or no file (an http location) */
    struct einv_text said;      /* schemaLocation as written */
};

struct xsd_name {
    struct xsd_name *next;
    struct einv_text name;
};

struct xsd_file {
    struct xsd_file *next;
    const char *path;           /* absolute */
    struct einv_text ns;        /* target namespace; empty: none */
    struct xsd_ref *refs;
    struct xsd_name *elements;  /* global ones, declared in this file */
    const char *bad;            /* why it cannot be used; NULL: it can */
    bool seen;                  /* while a closure is walked */
    bool tried;
    xmlSchema *schema;          /* when it was compiled as the main one */
};

struct xsd_files {
    const einv_allocator *alloc;
    struct einv_arena arena;
    struct xsd_file *first, *last;
    size_t n;
    bool folder;                /* else: one file and what it names */
};

/* Reads the files of a folder, or a file and those it refers to.
 * EINV_OK; EINV_EIO; EINV_ELIMIT; EINV_ENOMEM. */
einv_status einv__xsd_files_read(struct xsd_files *files, const char *path);
void einv__xsd_files_free(struct xsd_files *files);
struct xsd_file *einv__xsd_file_at(const struct xsd_files *files,
                                   const char *path);
/* The first usable file with this target namespace. */
struct xsd_file *einv__xsd_file_ns(const struct xsd_files *files,
                                   struct einv_text ns);
/* The file an import or include means; NULL: none of the set. */
struct xsd_file *einv__xsd_file_of(const struct xsd_files *files,
                                   const struct xsd_ref *ref);
/* A file's document, read from its bytes; NULL: not readable as XML. */
xmlDoc *einv__xsd_file_parse(const struct xsd_files *files, const char *path,
                             int options);
/* The path of `location` as seen from the file `base`; NULL: no path (a URL)
 * or no memory. */
const char *einv__xsd_resolve(struct xsd_files *files, const char *base,
                              struct einv_text location);

#endif
