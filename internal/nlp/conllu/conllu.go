// Package conllu reads and writes CoNLL-U, the format of Universal
// Dependencies: one word a line in ten columns, an empty line after a sentence.
//
// Read gives Documents, a nlp.Doc with what the format knows beside it; Write
// prints a Doc. Gold data is a Doc like any other.
package conllu

import (
	"kg/internal/nlp"
)

// A Document is an annotated text as it stands in a CoNLL-U file.
//
// The text of the Doc is put together from the words: sentences of a paragraph
// are parted by a space, paragraphs by an empty line.
type Document struct {
	*nlp.Doc
	ID          string   // "# newdoc id"; empty if there is none
	SentenceIDs []string // "# sent_id" of each sentence; empty where there is none
	Misc        []string // column 10 of each token, as it stands; "" for "_"
}
