package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// warc reads the pages of a web archive (WARC 1.0 and 1.1, ISO 28500): the
// bodies of its response and resource records that are HTML.
//
// The format is a header, a length and a body, so it is read here and not by a
// library: those that could be had keep large records in temporary files, and
// we write nowhere but where we are told.
func (r *reader) warc(path string, in *bufio.Reader) error {
	for n := 1; ; n++ {
		header, err := warcHeader(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		at := fmt.Sprintf("%s:%d", path, n)
		if err != nil {
			return r.fail(at, err) // where the next record begins is lost
		}
		length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || length < 0 {
			return r.fail(at, fmt.Errorf("record without a length: %q", header.Get("Content-Length")))
		}
		body := io.LimitReader(in, length)
		if err := r.warcRecord(at, header, body); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return r.fail(at, err)
		}
	}
}

// maxWARCHeader is how long, in bytes, the header of a record may be.
const maxWARCHeader = 64 << 10

// warcHeader reads the version line and the fields of the next record. The
// empty lines that end the record before it are passed over.
func warcHeader(in *bufio.Reader) (textproto.MIMEHeader, error) {
	var block bytes.Buffer
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			if errors.Is(err, io.EOF) && len(bytes.TrimSpace(line)) > 0 {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		switch empty := len(bytes.TrimSpace(line)) == 0; {
		case empty && block.Len() == 0:
			continue
		case block.Len() == 0 && !bytes.HasPrefix(line, []byte("WARC/")):
			return nil, errors.New("no WARC record begins here")
		case block.Len()+len(line) > maxWARCHeader:
			return nil, errors.New("the header of the record is too long")
		case empty:
			block.WriteString("\r\n")
			_, fields, _ := bytes.Cut(block.Bytes(), []byte("\n"))
			return textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
		}
		block.Write(line)
	}
}

// warcRecord reads the page of one record, if it has one.
func (r *reader) warcRecord(path string, header textproto.MIMEHeader, body io.Reader) error {
	address, err := url.Parse(strings.Trim(header.Get("WARC-Target-URI"), "<>"))
	if err != nil {
		return r.fail(path, err)
	}
	contentType := header.Get("Content-Type")
	switch header.Get("WARC-Type") {
	case "resource":
	case "response":
		response, err := http.ReadResponse(bufio.NewReader(body), nil)
		if err != nil {
			return r.fail(path, err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil
		}
		body, contentType = response.Body, response.Header.Get("Content-Type")
	default:
		return nil // request, metadata, revisit: no text of their own
	}
	if !strings.Contains(contentType, "html") {
		return nil
	}
	data, err := r.all(body)
	if err != nil {
		return r.fail(path, err)
	}
	return r.page(path, data, contentType, address)
}
