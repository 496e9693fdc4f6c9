package dcm.shell.screen;

/** Stops long results of a command at the end of each screen, until the user presses a key. */
public interface Pager {
    /** Never stops. */
    Pager NONE = () -> {};

    /**
     * Stops no more until the end of the current command. Called by commands that show progress, repeat their output or
     * lend the terminal.
     */
    void stop();
}
