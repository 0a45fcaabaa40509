package dev.vivarium.cloudinit.yaml;

import java.util.List;
import java.util.Map;

/** One node of a document as it was written, before anybody asks for a type. Lines count from 1. */
sealed interface Node {
    int line();

    /** What a person calls this kind of node: completes "expected …, found". */
    String found();

    /** A scalar. Only a plain (unquoted) one may be a number, a boolean or nothing. */
    record Scalar(String text, boolean plain, int line) implements Node {
        @Override
        public String found() {
            return ScalarType.of(this).found(text);
        }
    }

    /** A sequence. */
    record Items(List<Node> items, int line) implements Node {
        @Override
        public String found() {
            return "a list";
        }
    }

    /** A mapping, in the order written. */
    record Entries(Map<String, Entry> entries, int line) implements Node {
        @Override
        public String found() {
            return "a map of keys";
        }
    }

    /** A value and the line of its key. */
    record Entry(int keyLine, Node value) {}
}
