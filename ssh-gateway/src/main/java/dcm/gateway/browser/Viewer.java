package dcm.gateway.browser;

/** The browser tab that shows a terminal. Its methods do not block. */
interface Viewer {
    /**
     * The tab is attached.
     *
     * @param offset the offset of the first byte that follows
     * @param end the offset behind the last byte that was output before
     * @param anew whether the tab must clear its screen first
     */
    void attached(long offset, long end, boolean anew);

    /** The next output. */
    void output(byte[] bytes);

    /** The terminal has ended, or is shown in another tab. The tab is not attached any more. */
    void ended(TerminalEnd end);
}
