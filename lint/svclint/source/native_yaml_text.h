/* Takes a text apart: the roles of characters, and where keys and words end. */

#ifndef SVCLINT_NATIVE_YAML_TEXT_H
#define SVCLINT_NATIVE_YAML_TEXT_H

#include <stddef.h>
#include <string.h>

enum { LONGEST_KEY = 128 };

/* The roles that a character may have. */
enum { KEY_START = 1, KEY = 2, PLAIN_START = 4, WORD_START = 8, WORD = 16, ALNUM = 32, HINT = 64 };

static unsigned char roles[256];

static void add_roles(const char *characters, unsigned char added)
{
    for (; *characters; characters++)
        roles[(unsigned char)*characters] |= added;
}

/* A text ends at a space, at a line break, or at the null after the last line. These have no role,
   so that loops over a role need not check for the end. */
static int is_a(const char *at, unsigned char role)
{
    return roles[(unsigned char)*at] & role;
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

static const char *strip_spaces(const char *start, const char *end)
{
    while (end > start && end[-1] == ' ')
        end--;
    return end;
}

static const char *find_colon(const char *start, const char *end)
{
    const char *at = start;
    if (!is_a(at, KEY_START))
        return NULL;
    while (is_a(at, KEY))
        at++;
    return *at == ':' && at - start <= LONGEST_KEY ? at : NULL;
}

/* Return the end of a word of flow style, or of a text in quotes; NULL if neither begins here. */
static const char *end_of_word(const char *start, const char *end)
{
    const char *at = start;
    if (*at == '"' || *at == '\'') {
        at = memchr(start + 1, *start, (size_t)(end - start - 1));
        if (!at || (*start == '"' && memchr(start, '\\', (size_t)(at - start))))
            return NULL;
        return at + 1;
    }
    while (*at == '-' && at - start < 2)
        at++;
    if (!is_a(at, WORD_START))
        return NULL;
    while (is_a(at, WORD) || (*at == ':' && is_a(at + 1, WORD)))
        at++;
    return at;
}

#endif
