package dcm.journey.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.WebError;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what no page of the console may do: violate its content security policy, throw an error that nothing handles, or send
 * requests to other origins. Pages of other origins are not watched.
 */
final class PageFaults {
    private static final String MARK = "Content Security Policy";

    /** Chromium does not report all violations on its console. */
    private static final String REPORT = """
            addEventListener('securitypolicyviolation', (event) =>
              console.error(`%s: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
            """.formatted(MARK);

    private final String console;
    private final String origin;
    private final List<String> found = new ArrayList<>();

    PageFaults(String origin) {
        this.origin = origin;
        this.console = origin + "/console/";
    }

    void watch(BrowserContext context) {
        context.addInitScript(REPORT);
        context.onConsoleMessage(this::check);
        context.onWebError(this::check);
        context.onRequest(this::check);
        context.onPage(page -> page.onWebSocket(socket -> {
            if (isConsole(page) && !socket.url().startsWith(origin.replaceFirst("http", "ws"))) {
                found.add(page.url() + " opened a WebSocket to " + socket.url());
            }
        }));
    }

    List<String> found() {
        return List.copyOf(found);
    }

    private void check(ConsoleMessage message) {
        boolean violation = message.text().contains(MARK) || message.text().contains("TrustedHTML");
        if (violation && isConsole(message.page())) {
            found.add(message.page().url() + ": " + message.text());
        }
    }

    private void check(WebError error) {
        if (isConsole(error.page())) {
            found.add(error.page().url() + " threw " + error.error());
        }
    }

    private void check(Request request) {
        String to = request.url();
        boolean local = to.startsWith(origin + "/") || to.startsWith("data:") || to.startsWith("blob:");
        if (!local && !request.isNavigationRequest() && request.frame().url().startsWith(console)) {
            found.add(request.frame().url() + " requested " + to);
        }
    }

    private boolean isConsole(Page page) {
        return page != null && page.url().startsWith(console);
    }
}
