package io.streambus.demo.compare;

import io.streambus.demo.compare.Difference.Altered;
import io.streambus.demo.compare.Difference.Extra;
import io.streambus.demo.compare.Difference.Missing;
import io.streambus.demo.compare.Difference.OutOfOrder;
import io.streambus.demo.compare.Difference.Part;
import io.streambus.demo.compare.Difference.Repeated;
import io.streambus.demo.compare.ReadRecord.ReadHeader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Differences in words. Shows shortened record contents: fit for made-up records only. */
public final class DifferenceText {

    private static final int SHOWN_CHARACTERS = 60;
    private static final int SHOWN_BYTES = 24;

    private DifferenceText() {}

    /** One or more lines: where, what, and for an altered record both sides of each part that differs. */
    public static String of(Difference difference) {
        if (difference instanceof Altered altered) {
            return "%s: target offset %d differs from its original, source offset %d%s"
                    .formatted(
                            altered.where(),
                            altered.target().offset(),
                            altered.source().offset(),
                            altered.parts().stream()
                                    .sorted()
                                    .map(part -> line(part, altered))
                                    .collect(Collectors.joining()));
        }
        if (difference instanceof Missing missing) {
            return "%s: source offset %d has no copy on the target"
                    .formatted(missing.where(), missing.source().offset());
        }
        if (difference instanceof Repeated repeated) {
            return "%s: target offset %d is a second copy of source offset %d"
                    .formatted(repeated.where(), repeated.target().offset(), repeated.sourceOffset());
        }
        if (difference instanceof OutOfOrder late) {
            return "%s: target offset %d, the copy of source offset %d, comes after the copy of source offset %d"
                    .formatted(late.where(), late.target().offset(), late.sourceOffset(), late.after());
        }
        Extra extra = (Extra) difference;
        return "%s: target offset %d is the copy of no source record%n    key   %s%n    value %s"
                .formatted(
                        extra.where(),
                        extra.target().offset(),
                        shown(extra.target().key()),
                        shown(extra.target().value()));
    }

    private static String line(Part part, Altered altered) {
        return "%n    %-9s source %s%n    %-9s target %s"
                .formatted(part, shown(part, altered.source()), "", shown(part, altered.target()));
    }

    private static String shown(Part part, ReadRecord record) {
        return switch (part) {
            case KEY -> shown(record.key());
            case VALUE -> shown(record.value());
            case TIMESTAMP -> Long.toString(record.timestamp());
            case HEADERS -> shown(record.headersExcept(List.of(ReadRecord.PROVENANCE_HEADER)));
        };
    }

    private static String shown(List<ReadHeader> headers) {
        return headers.stream()
                .map(header -> header.name() + "=" + shown(header.value()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shown(Optional<Bytes> bytes) {
        return bytes.map(Bytes::content).map(DifferenceText::shown).orElse("null");
    }

    private static String shown(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .replaceAll("\\p{Cntrl}", "?");
            return text.length() <= SHOWN_CHARACTERS
                    ? text
                    : text.substring(0, SHOWN_CHARACTERS) + "… (" + content.length + " bytes)";
        } catch (CharacterCodingException noText) {
            int length = Math.min(content.length, SHOWN_BYTES);
            return "0x" + HexFormat.of().formatHex(content, 0, length)
                    + (length < content.length ? "… (" + content.length + " bytes)" : "");
        }
    }
}
