/* saxonjs.js: SaxonJS with stylesheets that were compiled beforehand (SEF).
 *
 *     node saxonjs.js [--once PATH] STYLESHEET.sef.json...
 *
 * The words between bench/peers and a driver are those of Loop.java.
 */
'use strict';
const fs = require('fs');
const readline = require('readline');
const { createRequire } = require('module');
const SaxonJS = createRequire(process.cwd() + '/')('saxon-js');

const FOUND = /<svrl:(?:failed-assert|successful-report)\b([^>]*)>/g;

function attribute(text, name) {
    const m = new RegExp('\\b' + name + '="([^"]*)"').exec(text);
    return m ? m[1] : '';
}

async function judge(sheets, text) {
    const found = [];
    const tree = await SaxonJS.getResource({ text, type: 'xml' });
    for (const sheet of sheets) {
        const result = SaxonJS.transform({
            stylesheetInternal: sheet, sourceNode: tree,
            destination: 'serialized' }, 'sync');
        for (const m of result.principalResult.matchAll(FOUND))
            found.push((attribute(m[1], 'flag') || attribute(m[1], 'role'))
                       + ':' + attribute(m[1], 'id'));
    }
    return found;
}

async function answer(sheets, count, path) {
    try {
        const text = fs.readFileSync(path, 'utf8');
        let found = [];
        for (let i = 0; i < count; i++)
            found = await judge(sheets, text);
        return ['ok', ...found].join('\t');
    } catch (e) {
        return 'error\t' + String(e).replace(/\s+/g, ' ');
    }
}

async function main(args) {
    const once = args[0] === '--once' ? args[1] : null;
    const sheets = (once ? args.slice(2) : args).map(
        p => JSON.parse(fs.readFileSync(p, 'utf8')));
    if (once) {
        console.log(await answer(sheets, 1, once));
        return;
    }
    console.log('ready');
    for await (const line of readline.createInterface({
        input: process.stdin })) {
        const blank = line.indexOf(' ');
        console.log(await answer(sheets, Number(line.slice(0, blank)),
                                 line.slice(blank + 1)));
    }
}

main(process.argv.slice(2));
