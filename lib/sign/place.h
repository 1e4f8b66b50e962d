/* place.h: where a signature may stand, and what it may leave out.
 *
 * A place is a path of names from the root: "/p:A/p:B", "*" for any element,
 * "*:B" for a name in any namespace, "B" for one in none; "//p:B" is anywhere.
 * The last step may have a condition: "/p:A/p:C[p:ID='QR']".  Prefixes are
 * those of the table that holds the place.
 */
#ifndef EINV_LIB_SIGN_PLACE_H
#define EINV_LIB_SIGN_PLACE_H

#include "../xml/tree.h"

struct einv_step {
    struct einv_text ns, local;     /* ns.ptr NULL: any; local "*": any */
};

struct einv_place_of {
    struct einv_text text;          /* as the table has it */
    struct einv_step *steps;
    size_t n;
    bool anywhere;
    bool has_child;                 /* the condition */
    struct einv_step child;
    struct einv_text value;         /* of that child; ptr NULL: any.  A "*" at
                                       the end stands for any rest */
};

/* Reads a place; prefixes by the declarations at `at`.  false: it is none,
 * or no memory. */
bool einv__place_read(struct einv_place_of *place, struct einv_arena *arena,
                      const struct einv_tree *table, einv_node at,
                      struct einv_text text);

/* Does the element stand there? */
bool einv__place_holds(const struct einv_place_of *place,
                       const struct einv_tree *t, einv_node e);
/* Has it the name (and the condition) of the last step, wherever it is? */
bool einv__place_named(const struct einv_place_of *place,
                       const struct einv_tree *t, einv_node e);
/* The first element there; EINV_NO_NODE: none. */
einv_node einv__place_find(const struct einv_place_of *place,
                           const struct einv_tree *t);
/* "TR1.2*" and the like. */
bool einv__pattern_holds(struct einv_text pattern, struct einv_text text);

#endif
