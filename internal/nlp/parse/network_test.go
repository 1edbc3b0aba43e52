package parse

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// gold makes a Doc of sentences written as word/lemma/XPOS/UPOS/head/relation,
// heads counted from 1 as in CoNLL-U.
func gold(t testing.TB, sentences ...string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{}
	for _, sentence := range sentences {
		first := len(doc.Tokens)
		for _, field := range strings.Fields(sentence) {
			part := strings.Split(field, "/")
			if len(part) != 6 {
				t.Fatalf("%q has %d parts", field, len(part))
			}
			head := nlp.Root
			if part[4] != "0" {
				head = first + int(part[4][0]-'1')
			}
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: part[0], Start: len(doc.Text), Lemma: part[1], XPOS: part[2], UPOS: part[3], Head: head, DepRel: part[5]})
			doc.Text += part[0] + " "
		}
		doc.Sentences = append(doc.Sentences, nlp.Span{Start: first, End: len(doc.Tokens)})
	}
	doc.Add(nlp.Segmented | nlp.Tagged | nlp.Parsed)
	return doc
}

// smallData is a treebank of a few invented sentences, each three times.
func smallData(t testing.TB) NetworkData {
	sentences := []string{
		"The/the/DT/DET/2/det bank/bank/NN/NOUN/3/nsubj bought/buy/VBD/VERB/0/root Orvelia/Orvelia/NNP/PROPN/3/obj ././././3/punct",
		"A/a/DT/DET/2/det court/court/NN/NOUN/3/nsubj freed/free/VBD/VERB/0/root two/two/CD/NUM/5/nummod men/man/NNS/NOUN/3/obj in/in/IN/ADP/7/case Tarsk/Tarsk/NNP/PROPN/3/obl ././././3/punct",
		"Prices/price/NNS/NOUN/2/nsubj fell/fall/VBD/VERB/0/root ././././2/punct",
		"Men/man/NNS/NOUN/2/nsubj bought/buy/VBD/VERB/0/root the/the/DT/DET/4/det court/court/NN/NOUN/2/obj",
	}
	doc := gold(t, slices.Concat(sentences, sentences, sentences)...)
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		tok.Name, tok.Type = nlp.NoName, nlp.NoType
		switch tok.Text {
		case "Orvelia", "Tarsk":
			tok.Name, tok.Type = "B-PLACE", "PLACE"
		case "bank":
			tok.Name, tok.Type = "B-"+MaybeType, "ORG"
		case "court":
			tok.Name, tok.Type = MaybeName, ""
		}
	}
	var corpus learn.Corpus
	for range 30 {
		for _, s := range doc.Sentences {
			var words []string
			for _, tok := range doc.Tokens[s.Start:s.End] {
				words = append(words, learn.Key(tok.Text))
			}
			corpus.Add(words)
		}
	}
	clusters, err := learn.TrainClusters(t.Context(), &corpus, 3, 5, 2, 3, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := learn.TrainVectors(t.Context(), &corpus, learn.VectorOptions{Dim: 16, MinCount: 2, Epochs: 1, Seed: 1}, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	return NetworkData{Gold: []*nlp.Doc{doc}, Clusters: clusters, Vectors: vectors}
}

var smallShape = shape{Word: 16, Hashes: 64, Vector: 16, Hidden: 16, Layers: 3, Arc: 16, Label: 16, Product: 16}

// The gradient must be what the cost does when a number changes a little.
func TestNetworkGradient(t *testing.T) {
	data := smallData(t)
	n := &Network{shape: smallShape, clusters: data.Clusters, vectors: learn.Table{Dim: 16, Values: data.Vectors.Rows}}
	n.count(data.Gold)
	n.build()
	values := n.flat()
	batch := n.examples(data.Gold)[:4]
	n.start(rand.New(rand.NewPCG(3, 0)), batch)
	n.pack(true)
	batch[0], batch[1] = batch[1], batch[0] // the longest first
	batch[2], batch[3] = batch[3], batch[2]
	frequency := make([]int, n.word.Rows())
	g := newGradient(n, len(values))
	p := &pass{n: n, training: &training{frequency: frequency, gradient: g}}
	cost := func() float64 {
		p.training.rng = rand.New(rand.NewPCG(5, 5)) // drops the same each time
		p.forward(batch)
		l := p.backward()
		sum := l.arc + l.label
		for k, c := range l.tasks {
			sum += float64(taskWeights[k]) * c
		}
		return sum
	}
	cost()
	gradient := append([]float32{}, g.all...)
	hashed, word := append([]float32{}, g.hashed.values...), append([]float32{}, g.word.values...)
	bad := 0
	check := func(name string, values, gradient []float32, every int) {
		for i := 0; i < len(values); i += every {
			const eps = 1.5e-3
			was := values[i]
			values[i] = was + eps
			n.pack(true)
			up := cost()
			values[i] = was - eps
			n.pack(true)
			down := cost()
			values[i] = was
			if want := (up - down) / (2 * eps); math.Abs(want-float64(gradient[i])) > 0.03*(0.3+math.Abs(want)) {
				t.Logf("%s[%d]: gradient %g, want %g", name, i, gradient[i], want)
				bad++
			}
		}
	}
	at := 0
	for _, m := range n.matrices() {
		check("matrix", m.Values, gradient[at:][:m.Len()], 1+m.Len()/12)
		at += m.Len()
	}
	check("hashed", n.hashed.Values, hashed, 31)
	check("word", n.word.Values, word, 7)
	if bad > 3 { // a leaky rectifier may bend just there
		t.Errorf("%d gradients are wrong", bad)
	}
}

func TestTrainNetwork(t *testing.T) {
	data := smallData(t)
	train := func(epochs int) *Network {
		n, err := TrainNetwork(t.Context(), data, NetworkOptions{Epochs: epochs, Rate: 0.01, Seed: 7, Log: t.Logf, shape: smallShape})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	write := func(n *Network) *bytes.Buffer {
		var file bytes.Buffer
		if err := n.Write(&file); err != nil {
			t.Fatal(err)
		}
		return &file
	}
	if !bytes.Equal(write(train(3)).Bytes(), write(train(3)).Bytes()) {
		t.Error("the same seed gives another network")
	}
	n := train(400)
	file := write(n)
	loaded, err := LoadNetwork(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]*Network{"trained": n, "loaded": loaded} {
		want := data.Gold[0]
		got := &nlp.Doc{Text: want.Text, Sentences: want.Sentences}
		for _, tok := range want.Tokens {
			got.Tokens = append(got.Tokens, nlp.Token{Text: tok.Text, Start: tok.Start})
		}
		n.Parse(got)
		wrong := 0
		for i, tok := range got.Tokens {
			gold := want.Tokens[i]
			if gold.Type == "" || gold.Type == nlp.NoType {
				gold.Type = tok.Type // which says something of every token
			}
			if gold.Name == MaybeName {
				gold.Name = tok.Name
			}
			if tok != gold {
				wrong++
			}
		}
		if wrong > len(want.Tokens)/10 {
			t.Errorf("%s network does not know by heart what it learnt: %d of %d tokens wrong", name, wrong, len(want.Tokens))
		}
	}
	for cut := 0; cut < file.Len(); cut += 1 + file.Len()/50 {
		if _, err := LoadNetwork(file.Bytes()[:cut]); err == nil {
			t.Errorf("%d of %d bytes are a network", cut, file.Len())
		}
	}
}

// Every sentence is one tree, whatever its length.
func TestParseLongSentence(t *testing.T) {
	data := smallData(t)
	n, err := TrainNetwork(t.Context(), data, NetworkOptions{Epochs: 1, Seed: 7, Log: t.Logf, shape: smallShape})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Doc{}
	for _, length := range []int{1, 0, 700, 2, longest, longest + 1} {
		first := len(doc.Tokens)
		for range length {
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: "\xffé", Head: 99})
		}
		doc.Sentences = append(doc.Sentences, nlp.Span{Start: first, End: len(doc.Tokens)})
	}
	n.Parse(doc)
	for _, s := range doc.Sentences {
		heads := make([]int, s.Len()+1)
		for i := s.Start; i < s.End; i++ {
			if h := doc.Tokens[i].Head; h != nlp.Root {
				heads[i-s.Start+1] = h - s.Start + 1
			}
			if doc.Tokens[i].DepRel == "" || doc.Tokens[i].UPOS == "" {
				t.Fatalf("token %d: %+v", i, doc.Tokens[i])
			}
		}
		if s.Len() > 0 && !isTree(heads) {
			t.Errorf("%d tokens: no tree with one root", s.Len())
		}
	}
	n.Parse(&nlp.Doc{})
}
