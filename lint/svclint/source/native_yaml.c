/* Reads plain YAML many times as fast as libyaml: block style with one line for each scalar, and
   flat flow style.

   Any other text is left to libyaml, which reads every text where this extension cannot be built.
   Tests hold both equal. scalars.py resolves keys and scalars, once for each different text, so
   that the rules for them are in one place.

   The same code finds the positions of values: instead of a value it then adds an entry, which is
   a place and a child. The child of a scalar is its own place, that of a null is None, and that of
   a collection contains further entries.

   Functions fail by -1 or NULL. A failure without an exception means that the text may be YAML,
   but is not surely plain. */

#include "native_yaml_lines.h"

#ifdef Py_GIL_DISABLED
#error "The GIL guards the tables of resolved texts; without it, libyaml reads every text."
#endif

static int is_printable(PyObject *text)
{
    Py_ssize_t at, length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text), is_odd = 0;
    const void *data = PyUnicode_DATA(text);
    if (PyUnicode_IS_ASCII(text)) {
        const unsigned char *characters = data;
        /* Without branches, so that compilers vectorise the loop. */
        for (at = 0; at < length; at++)
            is_odd |= ((characters[at] < ' ') & (characters[at] != '\n')) | (characters[at] == 127);
        return !is_odd;
    }
    for (at = 0; at < length && !is_odd; at++) {
        Py_UCS4 character = PyUnicode_READ(kind, data, at);
        is_odd = character != '\n' && !Py_UNICODE_ISPRINTABLE(character);
    }
    return !is_odd;
}

static PyObject *read_text(State *state, PyObject *text)
{
    PyObject *data = NULL;
    Py_ssize_t size;
    const char *start = PyUnicode_AsUTF8AndSize(text, &size), *header = "---\n";
    if (start && is_printable(text)) {
        int has_header = size >= 4 && !memcmp(start, header, 4);
        state->line_number = has_header;
        data = read_mapping(state, has_header ? start + 4 : start, start + size);
    }
    /* Raised for lone surrogates, and for scalars that the server refuses. */
    if (!data && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_ValueError))
        PyErr_Clear();
    return data || PyErr_Occurred() ? data : Py_NewRef(Py_None);
}

static PyObject *read_plain(PyObject *module, PyObject *text)
{
    State *state = PyModule_GetState(module);
    state->makes_entries = 0;
    return read_text(state, text);
}

static PyObject *plain_positions(PyObject *module, PyObject *text)
{
    State *state = PyModule_GetState(module);
    PyObject *root, *entry = NULL;
    state->makes_entries = 1;
    root = read_text(state, text);
    if (!root || root == Py_None)
        return root;
    entry = Py_BuildValue("NO", place_at(state->line_number, 0), root);
    Py_DECREF(root);
    return entry;
}

static PyObject *import_from(const char *module, const char *name)
{
    PyObject *home = PyImport_ImportModule(module), *found = NULL;
    if (home)
        found = PyObject_GetAttrString(home, name);
    Py_XDECREF(home);
    return found;
}

static int execute(PyObject *module)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    State *state = PyModule_GetState(module);
    add_roles(letters, KEY_START | KEY | PLAIN_START | WORD_START | WORD | ALNUM);
    add_roles("0123456789", KEY | PLAIN_START | WORD_START | WORD | ALNUM | HINT);
    add_roles("_./", KEY | PLAIN_START | WORD_START | WORD);
    add_roles("_", KEY_START);
    add_roles("-", KEY | WORD);
    add_roles("=", WORD);
    add_roles("~+$(", PLAIN_START);
    add_roles("+-.", HINT);
    state->resolve_plain = import_from("svclint.source.scalars", "resolve_plain");
    state->resolve_key = import_from("svclint.source.scalars", "resolve_key");
    return state->resolve_plain && state->resolve_key ? 0 : -1;
}

/* The state refers to nothing that could refer to the module, so there is no cycle to collect. */
static void free_state(void *module)
{
    State *state = PyModule_GetState(module);
    Slot *slot = state->slots[0], *end = slot + KINDS * SLOTS;
    for (; slot < end; slot++) {
        Py_XDECREF(slot->text);
        Py_XDECREF(slot->value);
    }
    Py_XDECREF(state->resolve_plain);
    Py_XDECREF(state->resolve_key);
}

static PyMethodDef methods[] = {
    {"read_plain", read_plain, METH_O,
     "Parse plain YAML with a mapping at its top; return None if libyaml must parse the text."},
    {"plain_positions", plain_positions, METH_O,
     "Return the positions in a text that read_plain parses, as an entry; None for any other."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "svclint.source.native_yaml",
    .m_doc = "Parses plain YAML; optional.",
    .m_size = sizeof(State),
    .m_methods = methods,
    .m_slots = slots,
    .m_free = free_state,
};

PyMODINIT_FUNC PyInit_native_yaml(void)
{
    return PyModuleDef_Init(&definition);
}
