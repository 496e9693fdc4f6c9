package dcm.shell.screen;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The meaning of a text, shown as a colour where the terminal supports colours. */
public enum Tone {
    PLAIN,
    HEAD,
    GOOD,
    BUSY,
    QUIET,
    WARNING,
    BAD;

    /** The text in this tone, on one line and without control sequences. */
    public AttributedString of(String text) {
        return new AttributedString(PlainText.line(text), style());
    }

    private AttributedStyle style() {
        return switch (this) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case HEAD -> AttributedStyle.BOLD;
            case GOOD -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
            case BUSY -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
            case QUIET -> AttributedStyle.DEFAULT.faint();
            case WARNING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
            case BAD -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
        };
    }
}
