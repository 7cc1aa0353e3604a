package io.streambus.connect.source;

/** The offset of a record that is on its way to the dead-letter topic: its place there says nothing of its own topic. Immutable. */
final class DeadLetterOffset extends SourceOffset {

    DeadLetterOffset(long offset) {
        super(offset);
    }
}
