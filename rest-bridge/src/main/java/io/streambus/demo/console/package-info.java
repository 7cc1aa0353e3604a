/** What the demo shows: lines that stay, and one line that lives. */
package io.streambus.demo.console;
