package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"kg/internal/nlp"
)

// Read reads all documents of r: one for each "# newdoc" line, or one if there
// is none. Empty nodes and the enhanced dependencies are skipped; multiword
// tokens are spelled by their words.
//
// An error names the line.
func Read(r io.Reader) ([]*Document, error) {
	rd := reader{}
	lines := bufio.NewReader(r)
	for number := 1; ; number++ {
		line, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read CoNLL-U: %w", err)
		}
		if number == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if problem := rd.line(strings.TrimRight(line, "\r\n")); problem != nil {
			return nil, fmt.Errorf("line %d: %w", number, problem)
		}
		if err == io.EOF {
			break
		}
	}
	if err := rd.endSentence(); err != nil {
		return nil, fmt.Errorf("last sentence: %w", err)
	}
	rd.endDocument()
	return rd.documents, nil
}

// A reader takes a file line by line.
type reader struct {
	documents []*Document
	doc       *Document
	text      strings.Builder

	first   int    // index of the first token of the current sentence
	open    bool   // a sentence has begun
	id      string // sent_id of the current sentence
	newPar  bool   // the next sentence begins a paragraph
	newDoc  bool   // the next sentence begins a document
	docID   string
	glued   bool // no space before the next word
	inside  int  // number of the last word of the current multiword token
	afterIt bool // a space follows that token
}

func (rd *reader) line(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		return rd.endSentence()
	case line[0] == '#':
		rd.comment(line)
		return nil
	}
	return rd.word(line)
}

func (rd *reader) comment(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case key == "newdoc id" || key == "newdoc":
		rd.newDoc, rd.docID = true, value
	case key == "newpar id" || key == "newpar":
		rd.newPar = true
	case key == "sent_id":
		rd.id = value
	}
}

func (rd *reader) word(line string) error {
	columns := strings.Split(line, "\t")
	if len(columns) != 10 {
		return fmt.Errorf("%d columns, not 10", len(columns))
	}
	if strings.Contains(columns[0], ".") {
		return nil
	}
	rd.startSentence()
	spaced := !strings.Contains("|"+columns[9]+"|", "|SpaceAfter=No|")
	if from, to, found := strings.Cut(columns[0], "-"); found {
		last, err := strconv.Atoi(to)
		if _, err2 := strconv.Atoi(from); err != nil || err2 != nil {
			return fmt.Errorf("word number %q", columns[0])
		}
		rd.inside, rd.afterIt = last, spaced
		return nil
	}
	number := len(rd.doc.Tokens) - rd.first + 1
	if columns[0] != strconv.Itoa(number) {
		return fmt.Errorf("word number %q, not %d", columns[0], number)
	}
	if number < rd.inside {
		spaced = false
	} else if number == rd.inside {
		spaced = rd.afterIt
	}
	return rd.add(columns, spaced)
}

func (rd *reader) startSentence() {
	if rd.open {
		return
	}
	if rd.newDoc || rd.doc == nil {
		rd.endDocument()
		rd.doc = &Document{Doc: &nlp.Doc{}, ID: rd.docID}
	}
	if rd.text.Len() > 0 {
		if rd.newPar {
			rd.text.WriteString("\n\n")
		} else {
			rd.text.WriteString(" ")
		}
	}
	rd.open, rd.glued, rd.newPar, rd.newDoc = true, true, false, false
	rd.first, rd.inside = len(rd.doc.Tokens), 0
}

func (rd *reader) add(columns []string, spaced bool) error {
	form := columns[1]
	if form == "" {
		return fmt.Errorf("word %s has no form", columns[0])
	}
	if !rd.glued {
		rd.text.WriteByte(' ')
	}
	rd.glued = !spaced
	tok := nlp.Token{
		Text:   form,
		Start:  rd.text.Len(),
		Lemma:  value(columns[2]),
		UPOS:   value(columns[3]),
		XPOS:   value(columns[4]),
		Feats:  value(columns[5]),
		Head:   nlp.Root,
		DepRel: value(columns[7]),
	}
	if form == "_" && columns[2] == "_" {
		tok.Lemma = "_"
	}
	if columns[6] != "_" {
		head, err := strconv.Atoi(columns[6])
		if err != nil || head < 0 {
			return fmt.Errorf("head %q", columns[6])
		}
		if head > 0 {
			tok.Head = rd.first + head - 1
		}
	}
	rd.text.WriteString(form)
	rd.doc.Tokens = append(rd.doc.Tokens, tok)
	rd.doc.Misc = append(rd.doc.Misc, value(columns[9]))
	return nil
}

// value returns a column without the underscore that stands for nothing.
func value(column string) string {
	if column == "_" {
		return ""
	}
	return column
}

func (rd *reader) endSentence() error {
	if !rd.open {
		return nil
	}
	end := len(rd.doc.Tokens)
	if end == rd.first {
		return fmt.Errorf("a sentence without words")
	}
	for i := rd.first; i < end; i++ {
		if head := rd.doc.Tokens[i].Head; head >= end {
			return fmt.Errorf("word %d has head %d of %d", i-rd.first+1, head-rd.first+1, end-rd.first)
		}
	}
	rd.doc.Sentences = append(rd.doc.Sentences, nlp.Span{Start: rd.first, End: end})
	rd.doc.SentenceIDs = append(rd.doc.SentenceIDs, rd.id)
	rd.open, rd.id = false, ""
	return nil
}

func (rd *reader) endDocument() {
	if rd.doc == nil {
		return
	}
	rd.doc.Text = rd.text.String()
	rd.text.Reset()
	rd.doc.Add(layers(rd.doc.Doc))
	rd.documents = append(rd.documents, rd.doc)
	rd.doc = nil
}

// layers says which annotation is complete.
func layers(doc *nlp.Doc) nlp.Layer {
	layer := nlp.Segmented | nlp.Tagged | nlp.Parsed
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.UPOS == "" || tok.XPOS == "" {
			layer &^= nlp.Tagged
		}
		if tok.DepRel == "" {
			layer &^= nlp.Parsed
		}
	}
	return layer
}
