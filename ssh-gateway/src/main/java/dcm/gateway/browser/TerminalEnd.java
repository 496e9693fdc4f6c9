package dcm.gateway.browser;

/**
 * Why a terminal ended, or why a tab does not show it any more.
 *
 * @param reason a fixed word for programs
 * @param detail a sentence for the user
 */
record TerminalEnd(String reason, String detail) {
    /** The terminal itself goes on. */
    static final TerminalEnd TAKEN_OVER = new TerminalEnd(
            "taken-over", "The terminal was opened in another tab of your browser, or in another browser.");

    static final TerminalEnd CLOSED = new TerminalEnd("closed", "You have ended the terminal.");

    static final TerminalEnd CONNECTION_LOST = new TerminalEnd(
            "connection-lost",
            "The connection to the container's SSH server was lost. The container was stopped, or its SSH server ended.");

    static final TerminalEnd INPUT_NOT_READ = new TerminalEnd(
            "input-not-read", "The program in the container does not read its input, and too much input waits for it.");

    static final TerminalEnd GATEWAY_STOPS =
            new TerminalEnd("gateway-stopped", "The SSH gateway was stopped. Open a new terminal in a moment.");

    static TerminalEnd exited(int status) {
        return new TerminalEnd("exited", "The shell ended with exit code " + status + ".");
    }

    static TerminalEnd unattended(long minutes) {
        return new TerminalEnd("unattended", "No browser showed the terminal for " + minutes + " minutes.");
    }

    /** The account may not have terminals any more. */
    static TerminalEnd account(String sentence) {
        return new TerminalEnd("account-suspended", sentence);
    }
}
