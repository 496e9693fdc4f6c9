package dcm.journey.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Predicate;

/** A tab that shows a terminal in a container. */
final class TerminalTab {
    private final ConsoleTab tab;
    private final Locator screen;

    /** @param tab shows the container's terminal page */
    private TerminalTab(ConsoleTab tab, String container) {
        this.tab = tab;
        this.screen = tab.page().getByRole(AriaRole.GROUP, new GetByRoleOptions().setName("Terminal in " + container));
    }

    /** Opens a terminal, and waits for the prompt of its shell. */
    static TerminalTab opens(ConsoleTab tab, String container) {
        var terminal = new TerminalTab(tab, container);
        tab.button("New terminal").click();
        terminal.awaitConnected();
        terminal.sees("root@");
        return terminal;
    }

    void awaitConnected() {
        tab.sees("Connected.");
    }

    /** Types a line, and presses Enter. */
    void enters(String line) {
        types(line);
        presses("Enter");
    }

    void types(String text) {
        tab.page().keyboard().type(text);
    }

    void presses(String key) {
        tab.page().keyboard().press(key);
    }

    /** Waits until a line of the screen contains a text. */
    void sees(String text) {
        seesLine(line -> line.contains(text));
    }

    /** Waits for a line, and returns it. */
    String seesLine(Predicate<String> which) {
        tab.page().waitForCondition(() -> lines().stream().anyMatch(which));
        return lines().stream().filter(which).findFirst().orElseThrow();
    }

    /** The number of rows of the screen. */
    int rows() {
        return screen.locator(".xterm-rows > div").count();
    }

    /** The id of the terminal, which the address contains. */
    String id() {
        return tab.page().url().replaceAll(".*[?&]terminal=(\\w+).*", "$1");
    }

    private List<String> lines() {
        return screen.locator(".xterm-rows > div").allInnerTexts().stream()
                .map(line -> line.replace('\u00a0', ' '))
                .toList();
    }
}
