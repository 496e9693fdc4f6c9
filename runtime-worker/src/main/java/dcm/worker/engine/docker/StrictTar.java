package dcm.worker.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from an untrusted source. A library accepts more forms than the engine (Go's {@code archive/tar})
 * and interprets some differently, so an archive could hide content from a check that uses the library. This class
 * rejects all forms that {@code docker save} and BuildKit do not write: global headers, sparse files, content of links
 * and directories.
 */
final class StrictTar {
    static final int BLOCK = 512;

    /** The largest extended header, as in Go. The header is read into memory. */
    private static final int LARGEST_HEADER = 1 << 20;

    /** The records of extended headers that this class interprets. */
    private static final Set<String> INTERPRETED = Set.of("path", "linkpath", "size");

    private final InputStream in;
    private long left;
    private int padding;

    /**
     * An entry of an archive.
     *
     * @param type the type in the header; {@code 0} also for files in the oldest format
     * @param target the name that a link refers to
     */
    record Entry(String name, char type, long size, String target) {
        boolean isFile() {
            return type == '0';
        }

        boolean isHardLink() {
            return type == '1';
        }

        boolean isSymbolicLink() {
            return type == '2';
        }

        boolean isDirectory() {
            return type == '5';
        }
    }

    /** The extended headers of an entry. */
    private static final class Extended {
        private @Nullable Map<String, String> records;
        private @Nullable String name;
        private @Nullable String target;

        boolean isEmpty() {
            return records == null && name == null && target == null;
        }

        @Nullable
        String record(String key) {
            return records == null ? null : records.get(key);
        }
    }

    StrictTar(InputStream in) {
        this.in = in;
    }

    /** The next entry; null at the end of the archive. Skips what is left of the current entry. */
    @Nullable
    Entry next() throws IOException {
        skip(left + padding);
        Extended extended = new Extended();
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                requireEnd(header, extended);
                return null;
            }
            if (header.length < BLOCK) {
                throw new EOFException("a tar archive ends within a header.");
            }
            checkSum(header);
            long size = number(header, 124, 12);
            switch (header[156]) {
                case 'x' -> extended.records = once(extended.records, records(special(size)));
                case 'L' -> extended.name = once(extended.name, text(special(size)));
                case 'K' -> extended.target = once(extended.target, text(special(size)));
                default -> {
                    return entry(header, size, extended);
                }
            }
        }
    }

    /** The content of the current entry. Closing it does nothing. */
    InputStream content() {
        return new InputStream() {
            private final byte[] one = new byte[1];

            @Override
            public int read() throws IOException {
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                return left == 0 ? -1 : some(buffer, offset, length);
            }
        };
    }

    private int some(byte[] buffer, int offset, int length) throws IOException {
        int some = in.read(buffer, offset, (int) Math.min(left, length));
        if (some < 0) {
            throw new EOFException("a tar archive ends within a file.");
        }
        left -= some;
        return some;
    }

    private Entry entry(byte[] header, long sizeInHeader, Extended extended) throws IOException {
        String name = Objects.requireNonNullElseGet(
                extended.name, () -> Objects.requireNonNullElseGet(extended.record("path"), () -> name(header)));
        String target = Objects.requireNonNullElseGet(
                extended.target,
                () -> Objects.requireNonNullElseGet(extended.record("linkpath"), () -> text(header, 157, 100)));
        String record = extended.record("size");
        long size = record == null ? sizeInHeader : decimal(record);
        char type = header[156] == 0 ? '0' : (char) (header[156] & 0xff);
        if (type < '0' || type > '6') {
            throw unsupported("an entry of the type '" + type + "'");
        }
        if (size > 0 && (type != '0' || name.endsWith("/"))) {
            throw unsupported("a link or a directory with content");
        }
        left = size;
        padding = padding(size);
        return new Entry(name, type, size, target);
    }

    private static void requireEnd(byte[] header, Extended extended) throws IOException {
        if (header.length > 0 && header.length < BLOCK) {
            throw new EOFException("a tar archive ends within a header.");
        }
        if (!extended.isEmpty()) {
            throw unsupported("an extended header without an entry");
        }
    }

    private byte[] special(long size) throws IOException {
        if (size > LARGEST_HEADER) {
            throw unsupported("an extended header of " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException("a tar archive ends within an extended header.");
        }
        skip(padding(size));
        return content;
    }

    private static <T> T once(@Nullable T earlier, T value) throws IOException {
        if (earlier != null) {
            throw unsupported("two extended headers of an entry");
        }
        return value;
    }

    /** Lines of the form {@code LENGTH KEY=VALUE}; the length includes everything. */
    private static Map<String, String> records(byte[] content) throws IOException {
        Map<String, String> records = new HashMap<>();
        String all = new String(content, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < all.length()) {
            int space = all.indexOf(' ', at);
            long end = space < 0 ? 0 : at + decimal(all.substring(at, Math.min(space, at + 20)));
            if (end < space + 3 || end > all.length() || all.charAt((int) end - 1) != '\n') {
                throw unsupported("a malformed extended header");
            }
            addRecord(records, all.substring(space + 1, (int) end - 1));
            at = (int) end;
        }
        return records;
    }

    private static void addRecord(Map<String, String> records, String record) throws IOException {
        int equals = record.indexOf('=');
        String key = record.substring(0, Math.max(0, equals));
        String value = record.substring(equals + 1);
        if (key.isEmpty()) {
            throw unsupported("a malformed extended header");
        }
        if (key.startsWith("GNU.") || key.equals("SCHILY.filetype")) {
            throw unsupported("a sparse file");
        }
        if (INTERPRETED.contains(key)
                && (value.isEmpty() || value.indexOf(0) >= 0 || records.put(key, value) != null)) {
            throw unsupported("a malformed extended header");
        }
    }

    private static long decimal(String digits) throws IOException {
        if (digits.isEmpty()
                || digits.length() > 18
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw unsupported("a malformed number");
        }
        return Long.parseLong(digits);
    }

    /** A number in octal digits, or for large numbers in binary, marked by the highest bit. */
    private static long number(byte[] header, int at, int length) throws IOException {
        if (header[at] < 0) {
            return binary(header, at, length);
        }
        String digits =
                new String(header, at, length, StandardCharsets.ISO_8859_1).replaceAll("^[ \\x00]+|[ \\x00]+$", "");
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
            throw unsupported("a malformed number");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static long binary(byte[] header, int at, int length) throws IOException {
        long value = 0;
        for (int i = at + 1; i < at + length; i++) {
            if (value >> 55 != 0) {
                throw unsupported("a number that is too large");
            }
            value = value << 8 | header[i] & 0xff;
        }
        if (header[at] != (byte) 0x80) {
            throw unsupported("a number that is negative or too large");
        }
        return value;
    }

    private static void checkSum(byte[] header) throws IOException {
        long sum = 8L * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xff;
        }
        if (number(header, 148, 8) != sum) {
            throw new IOException("a layer or the archive itself is not a tar archive, or is damaged.");
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean hasPrefix = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = hasPrefix ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int at, int length) {
        String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    private static boolean isZero(byte[] header) {
        for (byte octet : header) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    private static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private void skip(long count) throws IOException {
        byte[] buffer = new byte[1 << 13];
        for (long rest = count; rest > 0; ) {
            int some = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (some < 0) {
                throw new EOFException("a tar archive ends within a file.");
            }
            rest -= some;
        }
        left = 0;
        padding = 0;
    }

    private static IOException unsupported(String form) {
        return new IOException(
                "it contains " + form + ". Create the archive with 'docker save', which does not write this form.");
    }
}
