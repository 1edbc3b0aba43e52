// Package learn holds what models are made of: words as a model sees them,
// hashed linear models, matrices and layers of networks, what is learnt from
// raw text, and how models are stored.
//
// It knows nothing of tokens and trees. A linear model takes words apart with
// Key and Shape, names its features with Hash and Mix, learns their weights
// with a Perceptron and keeps them in a Linear. A network is made of Packed
// matrices and LSTM layers. Clusters and Vectors are learnt from a Corpus.
package learn
