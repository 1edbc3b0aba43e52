package tag

import (
	"maps"
	"slices"

	"kg/internal/nlp/learn"
)

// Encode writes m, without its clusters.
func (m *Model) Encode(e *learn.Encoder) {
	e.Uint(uint64(len(m.tags)))
	for _, t := range m.tags {
		e.String(t.xpos)
		e.String(t.upos)
	}
	keys := slices.Sorted(maps.Keys(m.words))
	e.Strings(keys)
	for _, key := range keys {
		all := uint64(0)
		if m.words[key].all {
			all = 1
		}
		e.Uint(all)
		e.Classes(m.words[key].tags)
	}
	e.Classes(m.open)
	m.scorer.(*learn.Linear).Encode(e)
	for _, values := range m.morph.values {
		e.Strings(values)
	}
	m.morph.scorer.(*learn.Linear).Encode(e)
	encodeMap(e, m.lemmas.exceptions)
	encodeMap(e, m.lemmas.rules)
}

// Decode reads what Encode wrote. The clusters are those that the model was
// trained with.
func Decode(d *learn.Decoder, c *learn.Clusters) *Model {
	m := &Model{clusters: c}
	m.tags = make([]pair, d.Count(2))
	for i := range m.tags {
		m.tags[i] = pair{d.String(), d.String()}
	}
	keys := d.Strings()
	m.words = make(map[string]known, len(keys))
	for _, key := range keys {
		all := d.Uint() == 1
		m.words[key] = known{m.checked(d), all}
	}
	m.open = m.checked(d)
	m.scorer = learn.DecodeLinear(d)
	for range m.tags {
		values := d.Strings()
		classes := make([]uint16, len(values))
		for k := range classes {
			classes[k] = uint16(k)
		}
		if len(values) == 0 {
			d.Fail("a tag without features")
			values, classes = []string{""}, []uint16{0}
		}
		m.morph.values = append(m.morph.values, values)
		m.morph.classes = append(m.morph.classes, classes)
	}
	m.morph.scorer = learn.DecodeLinear(d)
	m.lemmas = lemmas{decodeMap(d), decodeMap(d)}
	return m
}

// checked reads a list of tags, at least one.
func (m *Model) checked(d *learn.Decoder) []uint16 {
	tags := d.Classes()
	for _, tag := range tags {
		if int(tag) >= len(m.tags) {
			d.Fail("tag %d of %d", tag, len(m.tags))
		}
	}
	if len(tags) == 0 {
		d.Fail("a word without tags")
		return []uint16{0}
	}
	return tags
}

func encodeMap(e *learn.Encoder, m map[string]string) {
	keys := slices.Sorted(maps.Keys(m))
	e.Strings(keys)
	for _, key := range keys {
		e.String(m[key])
	}
}

func decodeMap(d *learn.Decoder) map[string]string {
	keys := d.Strings()
	m := make(map[string]string, len(keys))
	for _, key := range keys {
		m[key] = d.String()
	}
	return m
}
