/** Figures in words: tables for people, JSON for programs, and how the two candidates compare. */
package io.streambus.benchmark.report;
