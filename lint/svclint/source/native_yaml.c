/* Reads plain YAML many times as fast as libyaml: block style with one line for each scalar, and
   flat flow style.

   Any other text is left to libyaml, which reads every text where this extension cannot be built.
   Tests hold both equal. scalars.py resolves keys and scalars, once for each different text, so
   that the rules for them are in one place.

   The same code finds the positions of values: instead of a value it then adds an entry, which is
   a line, a column and a child. The child of a scalar is its own place, that of a null is None, and
   that of a collection contains further entries.

   Functions fail by -1 or NULL. A failure without an exception means that the text may be YAML,
   but is not surely plain. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#ifdef Py_GIL_DISABLED
#error "The GIL guards the tables of resolved texts; without it, libyaml reads every text."
#endif

enum {
    /* Deeper than any manifest. libyaml's reader applies the true limit. */
    DEEPEST = 64,
    LONGEST_KEY = 128,
    /* The length of "false": no longer text is a constant. */
    LONGEST_CONSTANT = 5,
    /* Longer texts are seldom repeated. */
    LONGEST_SHARED = 128,
    SLOTS = 1 << 13,
};

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
    const char *line_start;
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

/* Return the column of a place in characters, not bytes. */
static Py_ssize_t column_of(const State *state, const char *place)
{
    Py_ssize_t column = 0;
    const char *at;
    for (at = state->line_start; at < place; at++)
        column += (*at & 0xC0) != 0x80;
    return column;
}

/* Return the value of a scalar, or its place. */
static PyObject *scalar_of(State *state, int kind, const char *text, Py_ssize_t size,
                           const char *place)
{
    PyObject *value = value_of(state, kind, text, size);
    if (!value || !state->makes_entries)
        return value;
    Py_DECREF(value);
    return Py_BuildValue("nn", state->line_number, column_of(state, place));
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

/* Add a value, or an entry with its line and column. */
static int add_at(State *state, PyObject *into, PyObject *key, PyObject *value, Py_ssize_t line,
                  Py_ssize_t column)
{
    PyObject *entry;
    int done;
    if (!state->makes_entries)
        return add(into, key, value);
    entry = Py_BuildValue("nnO", line, column, value);
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

/* A line: its indentation, the column after its dash (0 without one), its key (NULL for an item
   that is a scalar), its value (NULL if it follows on other lines). */
typedef struct {
    Py_ssize_t column, behind;
    PyObject *key, *value;
} Line;

/* Parse a line, and return whether it contains anything but a comment. */
static int parse_line(State *state, const char *start, const char *end, Line *line)
{
    const char *at = skip_spaces(start, end), *colon;
    if (at == end || *at == '#')
        return 0;
    line->column = at - start;
    if (*at == '-') {
        if (at + 1 == end || at[1] != ' ')
            return -1;
        at = skip_spaces(at + 1, end);
        line->behind = at - start;
    }
    colon = find_colon(at, end);
    if (colon && (colon + 1 == end || colon[1] == ' ')) {
        line->key = value_of(state, NAME, at, colon - at);
        if (!line->key)
            return -1;
        at = skip_spaces(colon + 1, end);
        if (at == end || *at == '#')
            return 1;
    }
    else if (!line->behind || at == end)
        return -1;
    line->value = read_value(state, at, end);
    return line->value ? 1 : -1;
}

/* An open collection, and the column where it begins. Its parent owns the reference to it. */
typedef struct {
    Py_ssize_t column;
    int is_list;
    PyObject *made;
} Open;

typedef struct {
    State *state;
    Open stack[DEEPEST], *top;
    /* The key whose value follows on other lines, and its place. */
    PyObject *due;
    Py_ssize_t due_line, due_column;
} Reading;

/* Open a collection within the innermost one. */
static int open_inner(Reading *reading, PyObject *key, Py_ssize_t column, int is_list)
{
    State *state = reading->state;
    PyObject *made;
    int done;
    if (reading->top + 1 == reading->stack + DEEPEST)
        return -1;
    made = is_list ? PyList_New(0) : PyDict_New();
    if (!made)
        return -1;
    if (key)
        done = add_at(state, reading->top->made, key, made, reading->due_line, reading->due_column);
    else
        done = add_at(state, reading->top->made, NULL, made, state->line_number, column);
    Py_DECREF(made);
    if (done == 0)
        *++reading->top = (Open){column, is_list, made};
    return done;
}

/* Add the value of the due key: the collection that a line begins, or null. */
static int add_due(Reading *reading, const Line *line)
{
    PyObject *key = reading->due;
    int done, is_item = line->behind > 0;
    if (line->column > reading->top->column || (line->column == reading->top->column && is_item))
        done = open_inner(reading, key, line->column, is_item);
    else
        done = add_at(reading->state, reading->top->made, key, Py_None, reading->due_line,
                      reading->due_column);
    reading->due = NULL;
    Py_DECREF(key);
    return done;
}

/* Add the content of a line to the collection that it belongs to. */
static int place(Reading *reading, const Line *line)
{
    int is_item = line->behind > 0;
    Py_ssize_t number = reading->state->line_number, column = is_item ? line->behind : line->column;
    if (reading->due && add_due(reading, line) < 0)
        return -1;
    while (line->column < reading->top->column ||
           (line->column == reading->top->column && reading->top->is_list && !is_item))
        reading->top--;
    if (line->column != reading->top->column || reading->top->is_list != is_item)
        return -1;
    if (is_item && line->key && open_inner(reading, NULL, line->behind, 0) < 0)
        return -1;
    if (line->value)
        return add_at(reading->state, reading->top->made, line->key, line->value, number, column);
    reading->due = Py_NewRef(line->key);
    reading->due_line = number;
    reading->due_column = column;
    return 0;
}

static int read_lines(State *state, Reading *reading, const char *at, const char *end)
{
    Py_ssize_t first = -1;
    static const Line nothing = {-1, 0, NULL, NULL};
    const char *stop;
    int done;
    for (; at < end; at = stop + 1, state->line_number++) {
        Line line = nothing;
        stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        state->line_start = at;
        done = parse_line(state, at, stop, &line);
        if (done > 0) {
            first = first < 0 ? state->line_number : first;
            done = place(reading, &line);
        }
        Py_XDECREF(line.key);
        Py_XDECREF(line.value);
        if (done < 0)
            return -1;
    }
    if (reading->due && add_due(reading, &nothing) < 0)
        return -1;
    state->line_number = first;
    return 0;
}

static PyObject *read_mapping(State *state, const char *start, const char *end)
{
    Reading reading = {.state = state, .top = reading.stack};
    PyObject *root = PyDict_New();
    int done;
    if (!root)
        return NULL;
    reading.stack[0].made = root;
    done = read_lines(state, &reading, start, end);
    Py_XDECREF(reading.due);
    if (done == 0 && PyDict_GET_SIZE(root) > 0)
        return root;
    Py_DECREF(root);
    return NULL;
}

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
    entry = Py_BuildValue("nnO", state->line_number, (Py_ssize_t)0, root);
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
