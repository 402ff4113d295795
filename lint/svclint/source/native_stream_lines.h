/* Looks at the lines of a piece: its kind and apiVersion, and what makes them uncertain. */

#ifndef SVCLINT_NATIVE_STREAM_LINES_H
#define SVCLINT_NATIVE_STREAM_LINES_H

#include <stddef.h>
#include <string.h>

/* The roles that a character may have. */
enum { NAME = 1, GROUP = 2, VERSION = 4, BLANK = 8, SPACE = 16, ODD_START = 32 };

static unsigned char roles[256];

static void add_roles(const char *characters, unsigned char added)
{
    for (; *characters; characters++)
        roles[(unsigned char)*characters] |= added;
}

static const char *skip(const char *at, const char *end, unsigned char role)
{
    while (at < end && roles[(unsigned char)*at] & role)
        at++;
    return at;
}

static int begins(const char *at, const char *end, const char *expected)
{
    size_t size = strlen(expected);
    return (size_t)(end - at) >= size && !memcmp(at, expected, size);
}

static int contains(const char *at, const char *end, const char *expected)
{
    while ((at = memchr(at, *expected, (size_t)(end - at)))) {
        if (begins(at, end, expected))
            return 1;
        at++;
    }
    return 0;
}

/* What the lines of a piece contain so far: the rest of the lines of `kind:` and `apiVersion:` at
   its top, and how many there are of each. */
typedef struct {
    const char *kind, *kind_end, *api, *api_end;
    int kinds, apis, is_odd, has_text, was_inner_kind;
} Sniffed;

static void sniff_line(Sniffed *sniffed, const char *at, const char *stop)
{
    const char *first = sniffed->has_text ? at : skip(at, stop, SPACE);
    int was_inner_kind = sniffed->was_inner_kind;
    sniffed->was_inner_kind = 0;
    if (first < stop && *first != '#')
        sniffed->has_text = 1;
    if (at == stop)
        return;
    if (roles[(unsigned char)*at] & ODD_START || begins(at, stop, "items:"))
        sniffed->is_odd = 1;
    else if (begins(at, stop, "kind:")) {
        sniffed->is_odd |= was_inner_kind;
        sniffed->kinds++;
        sniffed->kind = at + 5;
        sniffed->kind_end = stop;
    }
    else if (begins(at, stop, "apiVersion:")) {
        sniffed->apis++;
        sniffed->api = at + 11;
        sniffed->api_end = stop;
    }
    else if (roles[(unsigned char)*at] & BLANK)
        sniffed->was_inner_kind = begins(skip(at, stop, BLANK), stop, "kind:");
}

/* Return whether nothing but a comment follows on a line. */
static int is_rest_blank(const char *at, const char *stop)
{
    at = skip(at, stop, BLANK);
    return at == stop || *at == '#' || (*at == '\r' && at + 1 == stop);
}

/* Return whether an apiVersion is well-formed, and set whether it has a group. */
static int read_api(const char *at, const char *stop, int *has_group)
{
    const char *start = skip(at, stop, BLANK), *version = start;
    if (start == at)
        return 0;
    at = skip(start, stop, GROUP);
    *has_group = at > start && at < stop && *at == '/';
    if (*has_group)
        version = at + 1;
    if (version == stop || *version != 'v')
        return 0;
    at = skip(version + 1, stop, VERSION);
    return at > version + 1 && is_rest_blank(at, stop);
}

/* Return whether a text has line breaks that only YAML knows, or a carriage return alone. */
static int has_unusual_line_breaks(const char *start, const char *end)
{
    const char *at;
    for (at = start; (at = memchr(at, '\r', (size_t)(end - at))); at++)
        if (at + 1 == end || at[1] != '\n')
            return 1;
    return contains(start, end, "\xc2\x85") || contains(start, end, "\xe2\x80\xa8") ||
           contains(start, end, "\xe2\x80\xa9");
}

#endif
