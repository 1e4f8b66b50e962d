/* write.h: a tree as bytes: serialised, and in canonical form. */
#ifndef EINV_LIB_WRITE_H
#define EINV_LIB_WRITE_H

#include "tree.h"

struct einv_write_xml_options {
    struct einv_text encoding;  /* empty: UTF-8; UTF-16, windows-1251, ... */
    bool no_declaration;
    bool bom;
    uint32_t indent;            /* 0: as the tree has it; n: n blanks a level
                                   between elements that hold elements only */
};

/* Appends the document.  Characters that the encoding lacks become character
 * references (in text and attributes; in names they are an error).
 * EINV_OK; EINV_EUNSUPPORTED: no such encoding, or a name it lacks;
 * EINV_ENOMEM. */
einv_status einv__xml_write(const struct einv_tree *t,
                            const struct einv_write_xml_options *options,
                            struct einv_buf *out);
/* One element with the namespaces it needs, UTF-8, no declaration: a
 * fragment that einv__xml_read reads back alike. */
einv_status einv__xml_write_node(const struct einv_tree *t, einv_node e,
                                 struct einv_buf *out);

enum einv_c14n { EINV_C14N_10, EINV_C14N_11, EINV_C14N_EXCLUSIVE };

/* Canonical XML of the element e and all below it (e = root: of the
 * document).  `sink` gets pieces in order and may stop with a status. */
typedef einv_status einv_sink_fn(void *user, const void *bytes, size_t len);

struct einv_c14n_options {
    enum einv_c14n form;
    bool comments;
    struct einv_text inclusive;   /* blank-separated prefixes, #default */
    einv_node without;            /* an element left out (enveloped
                                     signature); EINV_NO_NODE: none */
    const einv_node *skip;        /* more of them, rising */
    size_t n_skip;
};

einv_status einv__xml_c14n(const struct einv_tree *t, einv_node e,
                           const struct einv_c14n_options *options,
                           einv_sink_fn *sink, void *user);

#endif
