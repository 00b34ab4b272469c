// Package cell turns the text of a notebook cell into Go that the interpreter runs right.
//
// Before it stands the session of a notebook, which has a cell's text; after it the interpreter, which runs the Unit that
// Check gives. It is pure: no input or output, no interpreter; only go/parser, go/types and the embedded export data of
// package export, which need no Go toolchain where the kernel runs.
//
// A cell is Go as a person types it at a prompt: imports, declarations and statements in any order. Check does this:
//
//	split      cut the text at its top level into imports, declarations and statements            split.go
//	parse      each kind by itself, every byte at its place, so that positions are those typed    draft.go
//	check      by go/types, against what earlier cells declared; all errors at once               check.go, explain.go
//	complete   what a cell may leave out: errors that were not taken, := twice                    taken.go
//	adopt      earlier functions that mention what this cell declares otherwise                   adopt.go, keep.go
//	refuse     what is not lowered, or not bound, at its place and with the reason                refuse.go
//	print      from objects and types, not from the text                                          print*.go, generic.go
//
// and Commit makes the cell's declarations those of the session. A failed check changes nothing.
//
// # What redeclaring does
//
// A variable or function declared again with the same type keeps its place: earlier functions and closures see the new
// one. With another type it gets a new place: earlier functions that mention it are checked and lowered again; one that
// does not fit any more is named in Unit.Notes, and calling it is an error from then on. A closure that exists keeps the
// old variable. A type declared again with the same text, and the same methods as far as they were declared with it, is
// the same type; otherwise it is a new one, and values made before keep the old. Methods that other cells gave the old
// type come along.
//
// # Positions
//
// The code has //line directives: a position in it is In[7], or In[4]/In[7] for a declaration of In[4] that In[7]
// adopted, with line and column as typed.
//
// # Names
//
// Every name in the code that is not Go's own contains the letter ˑ, before which it is the person's: f becomes the
// variable fˑ1 of function type and the functions fˑ2, fˑ3, ... that it was; a method T.M becomes TˑMˑ1 likewise.
package cell
