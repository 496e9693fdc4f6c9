/** Journeys of the web console in Chromium, on the whole running system. */
package dcm.journey.console;
