package dcm.shell.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;

/** A table with a header row. If the terminal is too narrow, the widest columns shrink and their cells wrap. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;
    private static final Pattern BLANKS = Pattern.compile(" +");

    private final List<List<AttributedString>> rows = new ArrayList<>();
    private final int columns;

    public TextTable(String... heads) {
        columns = heads.length;
        rows.add(Arrays.stream(heads).map(Tone.HEAD::of).toList());
    }

    private TextTable(int columns) {
        this.columns = columns;
    }

    /** A table without headers: names and values. */
    public static TextTable ofFacts() {
        return new TextTable(2);
    }

    /**
     * Adds a row with one cell for each column: a text, which is made safe to print, or a text with a {@link Tone}. The
     * cell of a missing value is empty.
     */
    public TextTable row(@Nullable Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells under " + columns + " heads");
        }
        rows.add(Arrays.stream(cells).map(TextTable::cell).toList());
        return this;
    }

    private static AttributedString cell(@Nullable Object value) {
        return value instanceof AttributedString text ? text : Tone.PLAIN.of(value == null ? "" : value.toString());
    }

    /** A text, or a dash if it is empty. */
    public static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    public void print(Screen screen) {
        int[] widths = widths(screen.width());
        for (List<AttributedString> row : rows) {
            print(row, widths, screen);
        }
        screen.out().flush();
    }

    private int[] widths(int room) {
        int[] widths = new int[columns];
        for (List<AttributedString> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).columnLength());
            }
        }
        shrink(widths, longestWords(), room);
        int[] narrowest = new int[columns];
        Arrays.fill(narrowest, NARROWEST);
        shrink(widths, narrowest, room);
        return widths;
    }

    /** Shrinks the widest column until the row fits or all columns have their minimum width. */
    private static void shrink(int[] widths, int[] least, int room) {
        while (total(widths) > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int[] longestWords() {
        int[] longest = new int[columns];
        for (List<AttributedString> row : rows) {
            for (int i = 0; i < columns; i++) {
                int word = BLANKS.splitAsStream(row.get(i).toString())
                        .mapToInt(text -> new AttributedString(text).columnLength())
                        .max()
                        .orElse(0);
                longest[i] = Math.max(longest[i], word);
            }
        }
        return longest;
    }

    /** Splits a cell into lines of at most this width, between words where possible. */
    private static List<AttributedString> wrapped(AttributedString text, int width) {
        List<AttributedString> lines = new ArrayList<>();
        int from = 0;
        while (text.subSequence(from, text.length()).columnLength() > width) {
            int end = from;
            for (int i = from;
                    i < text.length() && text.subSequence(from, i + 1).columnLength() <= width + 1;
                    i++) {
                end = text.charAt(i) == ' ' ? i : end;
            }
            boolean between = end > from;
            int cut = between
                    ? end
                    : from
                            + text.subSequence(from, text.length())
                                    .columnSubSequence(0, width)
                                    .length();
            lines.add(text.subSequence(from, cut));
            from = between ? cut + 1 : Math.max(cut, from + 1);
        }
        lines.add(text.subSequence(from, text.length()));
        return lines;
    }

    private static long total(int[] widths) {
        return Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1);
    }

    private static void print(List<AttributedString> row, int[] widths, Screen screen) {
        List<List<AttributedString>> cells = new ArrayList<>();
        int lines = 1;
        for (int i = 0; i < widths.length; i++) {
            List<AttributedString> parts = wrapped(row.get(i), Math.max(1, widths[i]));
            cells.add(parts);
            lines = Math.max(lines, parts.size());
        }
        for (int line = 0; line < lines; line++) {
            screen.out().println(screen.shown(line(cells, widths, line)));
        }
    }

    private static AttributedString line(List<List<AttributedString>> cells, int[] widths, int line) {
        var text = new AttributedStringBuilder();
        int missing = 0;
        for (int i = 0; i < widths.length; i++) {
            List<AttributedString> parts = cells.get(i);
            AttributedString part = line < parts.size() ? parts.get(line) : AttributedString.EMPTY;
            if (part.columnLength() > 0) { // avoids trailing blanks
                text.append(" ".repeat(missing)).append(part);
                missing = 0;
            }
            missing += widths[i] - part.columnLength() + GAP.length();
        }
        return text.toAttributedString();
    }
}
