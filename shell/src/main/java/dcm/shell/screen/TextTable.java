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

    /** @param whole whether the text stays on one line, even if it is wider than the terminal */
    private record Cell(AttributedString text, boolean whole) {
        int width() {
            return text.columnLength();
        }

        /** The width of the longest part that is not split between words. */
        int longestWord() {
            return whole
                    ? width()
                    : BLANKS.splitAsStream(text.toString())
                            .mapToInt(word -> new AttributedString(word).columnLength())
                            .max()
                            .orElse(0);
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();
    private final int columns;

    public TextTable(String... heads) {
        columns = heads.length;
        rows.add(Arrays.stream(heads)
                .map(head -> new Cell(Tone.HEAD.of(head), false))
                .toList());
    }

    private TextTable(int columns) {
        this.columns = columns;
    }

    /** A table without headers: names and values. */
    public static TextTable ofFacts() {
        return new TextTable(2);
    }

    /**
     * Adds a row with one cell for each column: a text, which is made safe to print, a text with a {@link Tone}, or a
     * {@link #whole} text. The cell of a missing value is empty.
     */
    public TextTable row(@Nullable Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells under " + columns + " heads");
        }
        rows.add(Arrays.stream(cells).map(TextTable::cell).toList());
        return this;
    }

    private static Cell cell(@Nullable Object value) {
        return switch (value) {
            case null -> new Cell(AttributedString.EMPTY, false);
            case Cell cell -> cell;
            case AttributedString text -> new Cell(text, false);
            default -> new Cell(Tone.PLAIN.of(value.toString()), false);
        };
    }

    /** The cell of a text that users copy, such as a command: it stays on one line. */
    public static Object whole(String text) {
        return new Cell(Tone.PLAIN.of(text), true);
    }

    /** A text, or a dash if it is empty. */
    public static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    public void print(Screen screen) {
        int[] widths = widths(screen.width());
        for (List<Cell> row : rows) {
            print(row, widths, screen);
        }
        screen.out().flush();
    }

    private int[] widths(int room) {
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        shrink(widths, longestWords(), room);
        shrink(widths, narrowest(), room);
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

    /** Shrinking a column below a whole text would not make the row shorter. */
    private int[] narrowest() {
        int[] narrowest = new int[columns];
        Arrays.fill(narrowest, NARROWEST);
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                narrowest[i] =
                        row.get(i).whole() ? Math.max(narrowest[i], row.get(i).width()) : narrowest[i];
            }
        }
        return narrowest;
    }

    private int[] longestWords() {
        int[] longest = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                longest[i] = Math.max(longest[i], row.get(i).longestWord());
            }
        }
        return longest;
    }

    private static long total(int[] widths) {
        return Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1);
    }

    private static void print(List<Cell> row, int[] widths, Screen screen) {
        List<List<AttributedString>> cells = new ArrayList<>();
        int lines = 1;
        for (int i = 0; i < widths.length; i++) {
            List<AttributedString> parts = WrappedText.lines(row.get(i).text(), Math.max(1, widths[i]));
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
            missing += Math.max(0, widths[i] - part.columnLength()) + GAP.length();
        }
        return text.toAttributedString();
    }
}
