package script

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/dop251/goja"
)

// A Error is a mistake in a Gizmo script.
type Error struct {
	Line, Column int // where, from 1; 0 if unknown
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return "script: " + e.Message
	}
	return "script, line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column) + ": " + e.Message
}

// syntax is how the parser of scripts says where a mistake is.
var syntax = regexp.MustCompile(`^(\w+): (?:\(anonymous\)|<eval>): Line (\d+):(\d+) (.*?)(?: \(and \d+ more errors?\))?$`)

// newError says where in a script err came up.
func newError(err error) error {
	if m := syntax.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		return &Error{line, column, m[1] + ": " + m[4]}
	}
	if own, ok := errors.AsType[*Error](err); ok {
		return own
	}
	thrown, ok := errors.AsType[*goja.Exception](err)
	if !ok {
		return &Error{Message: err.Error()}
	}
	e := &Error{Message: thrown.Value().String()}
	for _, frame := range thrown.Stack() {
		if at := frame.Position(); at.Line > 0 {
			e.Line, e.Column = at.Line, at.Column
			break
		}
	}
	return e
}
