package dcm.shell.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** Splits texts into lines. */
final class WrappedText {
    private WrappedText() {}

    /** Splits a text into lines of at most this many columns, between words where possible. */
    static List<AttributedString> lines(AttributedString text, int width) {
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
}
