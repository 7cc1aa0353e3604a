/** {@code streambus link}: shows links, creates and deletes them. */
package io.streambus.cli.link;
