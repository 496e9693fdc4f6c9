package dcm.journey.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.regex.Pattern;

/** A tab with a page of the console, as a person sees it: by the names of buttons, fields and rows. */
final class ConsoleTab {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Page page;
    private int liveConnections;

    /** @param page has not opened an address */
    ConsoleTab(Page page) {
        this.page = page;
        page.onWebSocket(socket -> liveConnections++);
    }

    Page page() {
        return page;
    }

    /** Fills in Keycloak's form. */
    void fillSignIn(String account, String password) {
        page.fill("#username", account);
        page.fill("#password", password);
        page.click("#kc-login");
    }

    /** Goes to another page of the console without a request for a document. */
    void goesTo(String linkInNavigation, String title) {
        page.getByRole(AriaRole.NAVIGATION)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(linkInNavigation).setExact(true))
                .click();
        awaitTitle(title);
    }

    void awaitLive() {
        sees("Live ·");
    }

    /** Waits until the tab has given up its live connection and tries to open another. */
    void awaitReconnection() {
        page.waitForCondition(() -> liveConnections > 1);
    }

    void awaitTitle(String title) {
        page.getByRole(
                        AriaRole.HEADING,
                        new GetByRoleOptions().setName(title).setLevel(1).setExact(true))
                .waitFor();
    }

    /** Waits for a text anywhere on the page. */
    void sees(String text) {
        sees(text, TIMEOUT);
    }

    /** The same within a bound. */
    void sees(String text, Duration bound) {
        page.getByText(text).first().waitFor(new WaitForOptions().setTimeout(bound.toMillis()));
    }

    /** The row of a table with a cell that contains only {@code name}. */
    Locator row(String name) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))));
    }

    /** Waits for a row with this text in a cell. */
    void seesInRow(String name, String text) {
        seesInRow(name, text, TIMEOUT);
    }

    /** The same within a bound. */
    void seesInRow(String name, String text, Duration bound) {
        row(name).getByText(text).first().waitFor(new WaitForOptions().setTimeout(bound.toMillis()));
    }

    void awaitNoRow(String name) {
        awaitAbsent(row(name));
    }

    /** Waits until an element is no longer part of the page. */
    static void awaitAbsent(Locator element) {
        element.waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** A button of the open dialog. */
    Locator dialogButton(String name) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new GetByLabelOptions().setExact(true));
    }

    void fills(String label, String value) {
        field(label).fill(value);
    }

    /** Chooses an action in the menu of a row. */
    void chooses(String row, String action) {
        button("Actions for " + row).click();
        // Below the action may be why it is not possible now.
        page.getByRole(AriaRole.MENUITEM)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + action)))
                .click();
    }

    /** Shows only the rows of a table that contain a text. */
    void searches(String text) {
        page.getByRole(AriaRole.SEARCHBOX).fill(text);
    }

    /** What was copied last. */
    String clipboard() {
        return (String) page.evaluate("navigator.clipboard.readText()");
    }
}
