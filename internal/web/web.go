// Package web shows the graph in a browser: pages to explore it, and JSON of
// the same for programs.
//
// Every page is a function in a file of its own; New lists them. The pages work
// without script. Workers runs queries that people type where they can do no
// harm, and Guard keeps other sites out.
package web
