package extract

import "kg/internal/nlp"

// An Attribution is somebody's saying or thinking something.
type Attribution struct {
	Source     nlp.Span   // who, as it stands beside the cue; empty if nobody is named
	SourceHead int        // its head token, or -1
	Cue        nlp.Span   // the words that say so: "said", "according to"
	CueHead    int        // its head token, or -1
	Content    []nlp.Span // what was said
	Kind       string     // direct, indirect, mixed
	Parent     int        // index of the attribution in whose content this one stands, or -1
}

// Attributions returns who says what in doc, in order of appearance.
func Attributions(doc *nlp.Doc) []Attribution { return attributions(newTree(doc)) }

func attributions(t *tree) []Attribution { return nil }
