/* Finds the pieces of a YAML stream that may contain a kind that is read, as stream.py and
   kind_sniffing.py do, in a tenth of their time.

   These do so where this extension cannot be built, and for streams for which it returns None.
   Tests hold both equal. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "native_stream_lines.h"

#ifdef Py_GIL_DISABLED
#error "This extension needs the GIL; without it, stream.py splits streams."
#endif

typedef struct {
    PyObject *core;
} State;

/* Return whether a piece surely contains one object of a kind that is not among those read. */
static int may_skip(State *state, const Sniffed *sniffed, PyObject *kinds)
{
    const char *start, *stop;
    PyObject *name;
    int has_group, found;
    if (sniffed->kinds != 1 || sniffed->apis != 1 || sniffed->is_odd)
        return 0;
    start = skip(sniffed->kind, sniffed->kind_end, BLANK);
    stop = skip(start, sniffed->kind_end, NAME);
    if (start == sniffed->kind || stop - start < 3 || *start < 'A' || *start > 'Z' ||
        !is_rest_blank(stop, sniffed->kind_end) || begins(stop - 4, stop, "List") ||
        !read_api(sniffed->api, sniffed->api_end, &has_group))
        return 0;
    name = PyUnicode_FromStringAndSize(start, stop - start);
    if (!name)
        return -1;
    found = PySequence_Contains(kinds, name);
    if (found == 0 && !has_group) {
        found = PySequence_Contains(state->core, name);
        found = found < 0 ? found : !found;
    }
    Py_DECREF(name);
    return found < 0 ? -1 : !found;
}

typedef struct {
    State *state;
    PyObject *kinds, *found;
    const char *text;
} Splitting;

/* Add a piece to the result, unless it may be skipped. */
static int add_piece(const Splitting *splitting, const Sniffed *sniffed, const char *start,
                     const char *end, Py_ssize_t line)
{
    PyObject *piece;
    int done = 0;
    if (splitting->kinds != Py_None) {
        done = may_skip(splitting->state, sniffed, splitting->kinds);
        if (done > 0 && !has_unusual_line_breaks(start, end))
            return 0;
        if (done < 0)
            return -1;
    }
    piece = Py_BuildValue("(nnn)", start - splitting->text, end - splitting->text, line);
    if (!piece)
        return -1;
    done = PyList_Append(splitting->found, piece);
    Py_DECREF(piece);
    return done;
}

/* Split a stream; return 1 if stream.py must split it. */
static int split(const Splitting *splitting, const char *at, const char *end)
{
    static const Sniffed nothing;
    const char *start = at, *stop, *following, *rest;
    Sniffed sniffed = nothing;
    Py_ssize_t line = 0, first_line = 0;
    for (; at < end; at = following) {
        stop = memchr(at, '\n', (size_t)(end - at));
        following = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        line += stop < end;
        if (!begins(at, stop, "---")) {
            sniff_line(&sniffed, at, stop);
            continue;
        }
        rest = skip(at + 3, stop, SPACE);
        if (rest < stop && *rest != '#')
            return 1;
        if (at == start)
            continue;
        /* Suppression comments at the head belong to the next piece. */
        if (!sniffed.has_text && contains(start, at, "svclint:"))
            return 1;
        if (add_piece(splitting, &sniffed, start, at, first_line) < 0)
            return -1;
        start = following;
        first_line = line;
        sniffed = nothing;
    }
    return start < end ? add_piece(splitting, &sniffed, start, end, first_line) : 0;
}

static PyObject *pieces(PyObject *module, PyObject *arguments)
{
    Splitting splitting = {.state = PyModule_GetState(module)};
    PyObject *raw;
    int done;
    if (!PyArg_ParseTuple(arguments, "SO:pieces", &raw, &splitting.kinds))
        return NULL;
    splitting.found = PyList_New(0);
    if (!splitting.found)
        return NULL;
    splitting.text = PyBytes_AS_STRING(raw);
    done = split(&splitting, splitting.text, splitting.text + PyBytes_GET_SIZE(raw));
    if (done == 0)
        return splitting.found;
    Py_DECREF(splitting.found);
    return done < 0 ? NULL : Py_NewRef(Py_None);
}

static int execute(PyObject *module)
{
    State *state = PyModule_GetState(module);
    PyObject *home = PyImport_ImportModule("svclint.source.kinds");
    add_roles("ABCDEFGHIJKLMNOPQRSTUVWXYZ", NAME);
    add_roles("abcdefghijklmnopqrstuvwxyz0123456789", NAME | GROUP | VERSION);
    add_roles(".-", GROUP);
    add_roles(" \t", BLANK | SPACE);
    add_roles("\n\r\v\f", SPACE);
    add_roles("%{[?&!*<\"'-", ODD_START);
    if (home)
        state->core = PyObject_GetAttrString(home, "CORE_KINDS");
    Py_XDECREF(home);
    return state->core ? 0 : -1;
}

static void free_state(void *module)
{
    State *state = PyModule_GetState(module);
    Py_XDECREF(state->core);
}

static PyMethodDef methods[] = {
    {"pieces", pieces, METH_VARARGS,
     "Return the first byte, the end and the number of lines before each piece that may contain\n"
     "some kinds; return None if stream.py must split the stream."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "svclint.source.native_stream",
    .m_doc = "Splits YAML streams; optional.",
    .m_size = sizeof(State),
    .m_methods = methods,
    .m_slots = slots,
    .m_free = free_state,
};

PyMODINIT_FUNC PyInit_native_stream(void)
{
    return PyModuleDef_Init(&definition);
}
