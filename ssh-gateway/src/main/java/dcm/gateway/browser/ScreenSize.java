package dcm.gateway.browser;

/** The size of a terminal's screen in characters, within limits. */
record ScreenSize(int columns, int rows) {
    private static final int MIN = 2;
    private static final int MAX = 1000;

    static ScreenSize of(int columns, int rows) {
        return new ScreenSize(Math.clamp(columns, MIN, MAX), Math.clamp(rows, MIN, MAX));
    }
}
