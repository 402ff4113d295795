/* Reads line by line, and adds what each line contains to the collection that it belongs to. */

#ifndef SVCLINT_NATIVE_YAML_LINES_H
#define SVCLINT_NATIVE_YAML_LINES_H

#include "native_yaml_values.h"

/* Deeper than any manifest. libyaml's reader applies the true limit. */
enum { DEEPEST = 64 };

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
        state->known_place = at;
        state->known_column = 0;
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

#endif
