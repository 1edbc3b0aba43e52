package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

// maxMembers is how many files of one archive are read.
const maxMembers = 1_000_000

// maxArchive is how large an archive may be: a zip is read whole, since its
// table of contents stands at the end.
const maxArchive = 1 << 30

// zip reads the members of an archive as files, in their order. Archives within
// it are not opened.
func (r *reader) zip(path string, in *bufio.Reader) error {
	wide := *r
	wide.opts.MaxBytes = maxArchive
	data, err := wide.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return r.fail(path, err)
	}
	if len(z.File) > maxMembers {
		return r.fail(path, fmt.Errorf("%d members are too many", len(z.File)))
	}
	for _, f := range z.File {
		if err := r.member(path+"!"+f.Name, f); err != nil {
			return err
		}
	}
	return nil
}

// member reads one file of an archive.
func (r *reader) member(path string, f *zip.File) error {
	name := strings.ToLower(f.Name)
	switch {
	case f.FileInfo().IsDir(), strings.HasPrefix(name, "__macosx/"):
		return nil
	case !known(name):
		return r.skip(path, "unknown kind of file")
	case strings.HasSuffix(name, ".zip"):
		return r.skip(path, "an archive within an archive")
	}
	in, err := f.Open()
	if err != nil {
		return r.fail(path, err)
	}
	defer in.Close()
	return r.read(path, f.Name, in)
}
