/* libxml.h: the door to libxml2 (base/door.h).  Nobody else includes it. */
#ifndef EINV_LIB_LIBXML_H
#define EINV_LIB_LIBXML_H

#include <stdbool.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlschemas.h>

#ifdef EINV_LATE_LIBRARIES
#include "libxml_door.h"

/* NULL: it is not there. */
const struct einv_libxml *einv__libxml(void);

static inline bool einv__libxml_is_there(void)
{
    return einv__libxml() != NULL;
}
#else
static inline bool einv__libxml_is_there(void)
{
    return true;
}
#endif

#endif
