package dcm.journey.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import dcm.journey.support.RunningStack;
import java.nio.file.Path;
import java.util.List;

/** Cookies and storage of one browser, which all of its tabs share. */
final class BrowserProfile {
    private final String origin;
    private final BrowserContext context;
    private final PageFaults faults;

    BrowserProfile(BrowserContext context) {
        this.origin = consoleOrigin();
        this.context = context;
        this.faults = new PageFaults(origin);
        context.setDefaultTimeout(ConsoleTab.TIMEOUT.toMillis());
        faults.watch(context);
    }

    /** The origin of the API gateway, as the sign-in at Keycloak expects it. */
    static String consoleOrigin() {
        return RunningStack.get().installation().userUrl();
    }

    /** Signs in with Keycloak's form to see a page of the console. */
    ConsoleTab signsIn(String account, String path) {
        ConsoleTab tab = visits(path);
        tab.fillSignIn(account, RunningStack.get().password(account));
        tab.awaitLive();
        return tab;
    }

    /** Opens another page of the signed-in user in a new tab. */
    ConsoleTab opens(String path) {
        ConsoleTab tab = visits(path);
        tab.awaitLive();
        return tab;
    }

    /** Opens a page in a new tab, wherever it leads. */
    ConsoleTab visits(String path) {
        ConsoleTab tab = new ConsoleTab(context.newPage());
        tab.page().navigate(origin + "/console/" + path);
        return tab;
    }

    BrowserContext context() {
        return context;
    }

    /** Disconnects the browser from the network, or connects it again. */
    void setOffline(boolean offline) {
        context.setOffline(offline);
    }

    void takePictures(Path directory) {
        List<Page> pages = context.pages();
        for (int i = 0; i < pages.size(); i++) {
            pages.get(i).screenshot(new ScreenshotOptions().setPath(directory.resolve(i + ".png")));
        }
    }

    /** Closes all tabs, and returns the faults of their pages. */
    List<String> close() {
        context.close();
        return faults.found();
    }
}
