package io.streambus.e2e.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * A way to break a link, and the way back.
 *
 * @param name as the table and {@code docs/troubleshooting.md} have it
 * @param words that the first reason must contain; {@code TOPIC} and {@code LINK} stand for the link's own
 * @param writable whether the source takes records while it is broken
 * @param worksBefore whether the link works until it is broken; else its document is wrong from the start, and starting it breaks it
 */
record SweptFault(
        String name,
        List<String> words,
        Preparation preparation,
        boolean worksBefore,
        boolean writable,
        Step breaking,
        Step repair) {

    /** Before the link is created. */
    interface Preparation {
        void prepare(SweptLink link, ObjectNode document) throws Exception;
    }

    interface Step {
        void take(SweptLink link) throws Exception;
    }

    SweptFault {
        Objects.requireNonNull(name, "name");
        words = List.copyOf(words);
    }

    static SweptFault between(String name, List<String> words, Step breaking, Step repair) {
        return new SweptFault(name, words, (link, document) -> {}, true, true, breaking, repair);
    }

    /** A document with a mistake. */
    static SweptFault fromTheStart(String name, List<String> words, Preparation mistake, Step repair) {
        return new SweptFault(name, words, mistake, false, true, SweptLink::start, repair);
    }

    SweptFault prepared(Preparation how) {
        return new SweptFault(name, words, how, worksBefore, writable, breaking, repair);
    }

    SweptFault withoutWriters() {
        return new SweptFault(name, words, preparation, worksBefore, false, breaking, repair);
    }

    List<String> words(SweptLink link) {
        return words.stream()
                .map(word -> word.replace("TOPIC", link.topic()).replace("LINK", link.id()))
                .toList();
    }
}
