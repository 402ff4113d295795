/* Makes values of scalars and flow style, or entries with their positions. */

#ifndef SVCLINT_NATIVE_YAML_VALUES_H
#define SVCLINT_NATIVE_YAML_VALUES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "native_yaml_text.h"

enum {
    /* The length of "false": no longer text is a constant. */
    LONGEST_CONSTANT = 5,
    /* Longer texts are seldom repeated. */
    LONGEST_SHARED = 128,
    SLOTS = 1 << 13,
};

/* A text is resolved differently without quotes, in quotes, and as a key. */
enum { PLAIN, QUOTED, NAME, KINDS };

/* A text and its value; the manifests of a run repeat most texts. A new text replaces the one in
   its slot, so that the tables never grow. */
typedef struct {
    PyObject *text, *value;
} Slot;

typedef struct {
    PyObject *resolve_plain, *resolve_key;
    /* Whether entries with positions are made, and the line that is being parsed. */
    int makes_entries;
    Py_ssize_t line_number;
    /* The last place on that line whose column was asked, at first its start, and that column. */
    const char *known_place;
    Py_ssize_t known_column;
    Slot slots[KINDS][SLOTS];
} State;

/* Different texts nearly always differ at one of their ends. */
static size_t slot_of(const char *start, Py_ssize_t size)
{
    uint64_t first = 0, last = (uint64_t)size;
    if (size >= 8) {
        memcpy(&first, start, 8);
        memcpy(&last, start + size - 8, 8);
    }
    else
        while (size > 0)
            first = first << 8 | (unsigned char)start[--size];
    return (size_t)((first * 31 + last) * UINT64_C(0x9E3779B97F4A7C15) >> 32) % SLOTS;
}

static PyObject *value_of(State *state, int kind, const char *start, Py_ssize_t size)
{
    Slot *slot, old;
    PyObject *text, *value;
    /* A text that can be neither a constant nor a number is a string, as in quotes. */
    if (kind == PLAIN && size > LONGEST_CONSTANT && !is_a(start, HINT))
        kind = QUOTED;
    slot = &state->slots[kind][slot_of(start, size)];
    old = *slot;
    if (old.text && PyUnicode_GET_LENGTH(old.text) == size &&
        !memcmp(PyUnicode_1BYTE_DATA(old.text), start, (size_t)size))
        return Py_NewRef(old.value);
    text = PyUnicode_DecodeUTF8(start, size, NULL);
    if (!text)
        return NULL;
    if (kind == QUOTED)
        value = Py_NewRef(text);
    else if (kind == PLAIN)
        value = PyObject_CallOneArg(state->resolve_plain, text);
    else
        value = PyObject_CallOneArg(state->resolve_key, text);
    /* Only ASCII has the same bytes in a string object as in UTF-8. */
    if (!value || size > LONGEST_SHARED || !PyUnicode_IS_ASCII(text)) {
        Py_DECREF(text);
        return value;
    }
    /* Python code has run, and may have used the slot. */
    old = *slot;
    *slot = (Slot){text, Py_NewRef(value)};
    Py_XDECREF(old.text);
    Py_XDECREF(old.value);
    return value;
}

/* Return the column of a place in characters, not bytes: counted from the place that was asked
   before, as a line may have a hundred thousand. */
static Py_ssize_t column_of(State *state, const char *place)
{
    const char *at;
    for (at = state->known_place; at < place; at++)
        state->known_column += (*at & 0xC0) != 0x80;
    for (at = place; at < state->known_place; at++)
        state->known_column -= (*at & 0xC0) != 0x80;
    state->known_place = place;
    return state->known_column;
}

/* Return a place as positions.py has it: a line and a column, both from 0, in one number. */
static PyObject *place_at(Py_ssize_t line, Py_ssize_t column)
{
    return PyLong_FromLongLong((long long)line << 32 | (long long)column);
}

/* Return the value of a scalar, or its place. */
static PyObject *scalar_of(State *state, int kind, const char *text, Py_ssize_t size,
                           const char *place)
{
    PyObject *value = value_of(state, kind, text, size);
    if (!value || !state->makes_entries)
        return value;
    Py_DECREF(value);
    return place_at(state->line_number, column_of(state, place));
}

static PyObject *read_word(State *state, const char *start, const char *stop)
{
    if (*start == '"' || *start == '\'')
        return scalar_of(state, QUOTED, start + 1, stop - start - 2, start);
    return scalar_of(state, PLAIN, start, stop - start, start);
}

/* Add to a mapping, failing for a duplicate key, or without a key to a list. */
static int add(PyObject *into, PyObject *key, PyObject *value)
{
    Py_ssize_t size;
    if (!key)
        return PyList_Append(into, value);
    size = PyDict_GET_SIZE(into);
    if (PyDict_SetItem(into, key, value) < 0)
        return -1;
    return PyDict_GET_SIZE(into) > size ? 0 : -1;
}

/* Add a value, or an entry with its place. */
static int add_at(State *state, PyObject *into, PyObject *key, PyObject *value, Py_ssize_t line,
                  Py_ssize_t column)
{
    PyObject *entry;
    int done;
    /* A scalar in a list is its place alone. */
    if (!state->makes_entries || (!key && PyLong_CheckExact(value)))
        return add(into, key, value);
    entry = Py_BuildValue("NO", place_at(line, column), value);
    if (!entry)
        return -1;
    done = add(into, key, entry);
    Py_DECREF(entry);
    return done;
}

/* Read an entry in flow style, and return its end. */
static const char *read_entry(State *state, PyObject *into, const char *at, const char *end)
{
    const char *stop, *start = at;
    PyObject *key = NULL, *value = NULL;
    if (PyDict_CheckExact(into)) {
        stop = find_colon(at, end);
        if (!stop || stop + 1 == end || stop[1] != ' ')
            return NULL;
        key = value_of(state, NAME, at, stop - at);
        if (!key)
            return NULL;
        at = skip_spaces(stop + 1, end);
    }
    stop = end_of_word(at, end);
    if (stop)
        value = read_word(state, at, stop);
    if (!value ||
        add_at(state, into, key, value, state->line_number, column_of(state, start)) < 0)
        stop = NULL;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return stop;
}

static PyObject *read_flow(State *state, const char *at, const char *end)
{
    char closing = *at == '[' ? ']' : '}';
    PyObject *made = *at == '[' ? PyList_New(0) : PyDict_New();
    if (!made)
        return NULL;
    at = skip_spaces(at + 1, end);
    if (at + 1 == end && *at == closing)
        return made;
    while ((at = read_entry(state, made, at, end))) {
        at = skip_spaces(at, end);
        if (at + 1 == end && *at == closing)
            return made;
        if (at == end || *at != ',')
            break;
        at = skip_spaces(at + 1, end);
    }
    Py_DECREF(made);
    return NULL;
}

static PyObject *read_plain_scalar(State *state, const char *start, const char *end)
{
    const char *at = memchr(start, ' ', (size_t)(end - start));
    for (; at && at < end; at++) {
        if (*at == ' ' && at[-1] == ':')
            return NULL;
        if (*at == ' ' && at + 1 < end && at[1] == '#')
            end = at;
    }
    end = strip_spaces(start, end);
    return end[-1] == ':' ? NULL : scalar_of(state, PLAIN, start, end - start, start);
}

/* Read a value that ends on its line. */
static PyObject *read_value(State *state, const char *start, const char *end)
{
    const char *at = start, *stop;
    while (*at == '-' && at - start < 2)
        at++;
    if (at > start ? is_a(at, ALNUM) : is_a(at, PLAIN_START) || *at & 0x80)
        return read_plain_scalar(state, start, end);
    end = strip_spaces(start, end);
    if (*start == '{' || *start == '[')
        return read_flow(state, start, end);
    if (*start != '"' && *start != '\'')
        return NULL;
    stop = end_of_word(start, end);
    if (!stop || (stop < end && (*stop != ' ' || *skip_spaces(stop, end) != '#')))
        return NULL;
    return read_word(state, start, stop);
}

#endif
