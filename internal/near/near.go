// Package near tells whether two texts are copies of one another, such as one
// wire story in many papers, even when much was cut or written anew.
//
// A text goes in, a Sketch of fixed size comes out. Texts that share a third of
// their runs of three words have a band in common almost surely, so that copies
// are found by looking up bands; Similarity then estimates how much is shared.
// The method is MinHash with banding (Broder 1997; Indyk and Motwani 1998).
package near

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
)

const (
	bands   = 48
	rows    = 2 // hashes in a band; two texts that share s of their runs have a band in common with 1-(1-s^rows)^bands
	hashes  = bands * rows
	runSize = 3 // words
)

// Copy is the least Similarity of two texts that are taken for copies of one
// another. Texts of one topic by two hands stay below 0.1.
const Copy = 0.25

// MinWords is how many words a text needs to be compared; shorter ones share
// too much by chance.
const MinWords = 40

// A Sketch stands for the set of runs of three words of a text. The zero Sketch
// is that of a text too short to compare, and like no other.
type Sketch struct {
	hash [hashes]uint32
	ok   bool
}

// New returns the sketch of text. Case, punctuation and white space do not
// count.
func New(text string) Sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var s Sketch
	if len(words) < MinWords {
		return s
	}
	s.ok = true
	for i := range s.hash {
		s.hash[i] = math.MaxUint32
	}
	codes := make([]uint64, len(words))
	for i, w := range words {
		codes[i] = fnv(w)
	}
	for i := range len(codes) - runSize + 1 {
		run := mix(codes[i]) ^ mix(codes[i+1]+1)<<1 ^ mix(codes[i+2]+2)<<2
		for j := range s.hash {
			s.hash[j] = min(s.hash[j], uint32(mix(run+uint64(j)*0x9e3779b97f4a7c15)>>32))
		}
	}
	return s
}

// fnv is the hash FNV-1a of 64 bits (Fowler, Noll and Vo 1991).
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Similarity estimates how much of the runs of both texts is shared: their
// number over that of all, from 0 to 1, with a standard error of about 0.05.
func (s *Sketch) Similarity(t *Sketch) float64 {
	if !s.ok || !t.ok {
		return 0
	}
	same := 0
	for i := range s.hash {
		if s.hash[i] == t.hash[i] {
			same++
		}
	}
	return float64(same) / hashes
}

// Bands returns the keys under which a text is to be found: texts that are much
// alike share at least one. A text too short to compare has none.
func (s *Sketch) Bands() []string {
	if !s.ok {
		return nil
	}
	keys := make([]string, bands)
	for i := range keys {
		key := uint64(i)
		for j := range rows {
			key = mix(key) ^ uint64(s.hash[i*rows+j])
		}
		keys[i] = fmt.Sprintf("%02x%08x", i, uint32(mix(key)))
	}
	return keys
}

// String returns s as text, which Parse reads. It is empty for a text too short
// to compare.
func (s *Sketch) String() string {
	if !s.ok {
		return ""
	}
	b := make([]byte, 4*hashes)
	for i, h := range s.hash {
		binary.LittleEndian.PutUint32(b[4*i:], h)
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

// Parse reads what String wrote.
func Parse(text string) (Sketch, error) {
	var s Sketch
	if text == "" {
		return s, nil
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return s, fmt.Errorf("read sketch: %w", err)
	}
	if len(b) != 4*hashes {
		return s, errors.New("read sketch: wrong length")
	}
	for i := range s.hash {
		s.hash[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	s.ok = true
	return s, nil
}
