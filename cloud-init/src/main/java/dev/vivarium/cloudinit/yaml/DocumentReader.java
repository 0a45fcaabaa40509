package dev.vivarium.cloudinit.yaml;

import dev.vivarium.cloudinit.InputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds the nodes of one document from the parser's events, refusing what {@link Yaml} refuses. */
final class DocumentReader {
    private static final int MAX_KEY = 256;

    private final String source;

    DocumentReader(String source) {
        this.source = source;
    }

    Node read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(Yaml.MAX_BYTES)
                .build();
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.chars()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw new InputException(
                    source, line, "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new InputException(source, line(mark), "not well-formed YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InputException(source, 0, "not well-formed YAML: " + e.getMessage());
        }
    }

    private Node document(Iterator<Event> events) {
        events.next(); // start of the stream
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            throw new InputException(source, 0, "empty: expected a map of keys");
        }
        Node root = node(events.next(), events, 1);
        events.next(); // end of the document
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw fail(after, "a second document starts here; expected only one");
        }
        return root;
    }

    private Node node(Event event, Iterator<Event> events, int depth) {
        if (depth > Yaml.MAX_DEPTH) {
            throw fail(event, "nested deeper than " + Yaml.MAX_DEPTH + " levels");
        }
        if (event.getEventId() == Event.ID.Alias) {
            throw fail(event, "aliases (*name) are not read; write the value out");
        }
        if (((NodeEvent) event).getAnchor().isPresent()) {
            throw fail(event, "anchors (&name) are not read; remove it");
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(event, scalar.getTag());
            return new Node.Scalar(scalar.getValue(), scalar.isPlain(), line(event.getStartMark()));
        }
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        return event.getEventId() == Event.ID.SequenceStart
                ? items(event, events, depth)
                : entries(event, events, depth);
    }

    private Node items(Event start, Iterator<Event> events, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
            items.add(node(e, events, depth + 1));
        }
        return new Node.Items(items, line(start.getStartMark()));
    }

    private Node entries(Event start, Iterator<Event> events, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            if (!(node(e, events, depth + 1) instanceof Node.Scalar key)) {
                throw fail(e, "a key must be plain text, not a list or a map");
            }
            if (key.text().length() > MAX_KEY) {
                throw fail(e, "a key longer than " + MAX_KEY + " characters");
            }
            Node value = node(events.next(), events, depth + 1);
            Node.Entry before = entries.putIfAbsent(key.text(), new Node.Entry(key.line(), value));
            if (before != null) {
                throw fail(e, "the key '" + key.text() + "' is already in line " + before.keyLine());
            }
        }
        return new Node.Entries(entries, line(start.getStartMark()));
    }

    private void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw fail(event, "tags (" + tag.get() + ") are not read; remove it");
        }
    }

    private InputException fail(Event event, String problem) {
        return new InputException(source, line(event.getStartMark()), problem);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(m -> m.getLine() + 1).orElse(0);
    }
}
