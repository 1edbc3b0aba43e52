// Package lexicon holds word lists: one text file each, made to be read and
// edited by people. They are embedded in the program.
//
// A list has one entry a line; "#" starts a comment. Words reads a list of
// words or phrases, Classes one in which every line gives a class and what
// belongs to it. Reading a list that is not there, or one with a bad line, is a
// fault of the program and panics; a test reads them all.
package lexicon

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.txt
var files embed.FS

// A Set is a set of words or phrases.
type Set map[string]bool

// Words returns the entries of list name: one word or phrase a line. Phrases
// keep their inner spaces: "step up".
func Words(name string) Set {
	set := Set{}
	for _, line := range lines(name) {
		set[line.text] = true
	}
	return set
}

// A Class is a line "name: entry, entry, …" of a list.
type Class struct {
	Name    string
	Entries []string
}

// Classes returns the lines of list name in their order, each of the form
// "class: entry, entry, …". A class may have several lines.
func Classes(name string) []Class {
	var classes []Class
	for _, line := range lines(name) {
		class, entries, found := strings.Cut(line.text, ":")
		if !found {
			panic(fmt.Sprintf("lexicon %s.txt:%d: no class before a colon: %q", name, line.number, line.text))
		}
		c := Class{Name: strings.TrimSpace(class)}
		for entry := range strings.SplitSeq(entries, ",") {
			if entry = strings.Join(strings.Fields(entry), " "); entry != "" {
				c.Entries = append(c.Entries, entry)
			}
		}
		classes = append(classes, c)
	}
	return classes
}

// Map returns list name as a map from every entry to its class. Where an entry
// stands in two classes, the first wins.
func Map(name string) map[string]string {
	m := map[string]string{}
	for _, c := range Classes(name) {
		for _, entry := range c.Entries {
			if _, taken := m[entry]; !taken {
				m[entry] = c.Name
			}
		}
	}
	return m
}

type line struct {
	number int
	text   string
}

func lines(name string) []line {
	text, err := files.ReadFile(name + ".txt")
	if err != nil {
		panic(fmt.Sprintf("lexicon: %v", err))
	}
	var all []line
	number := 0
	for s := range strings.Lines(string(text)) {
		number++
		s, _, _ = strings.Cut(s, "#")
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			all = append(all, line{number, s})
		}
	}
	return all
}
