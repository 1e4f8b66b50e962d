"""model.xml as a list of places, for the generators beside this file.

What this file knows: how records, roles and terms become places.  It is a
second reading of model.xml, in the plainest way, so that what it makes can
be compared with what lib/model makes.
"""
import re
import xml.etree.ElementTree as ET

NS = '{urn:einv:model:1}'


class Place:
    """A field at its position; `below` are its children, () for a record
    that stands on the path already (`again` is its name)."""

    def __init__(self, **parts):
        self.below, self.again, self.qualifiers = [], None, []
        self.__dict__.update(parts)

    def number(self, blocks):
        return number_of(self.id, blocks)


def number_of(ident, blocks):
    for prefix, base in blocks:
        if re.fullmatch(re.escape(prefix) + r'\d{1,4}', ident or ''):
            return base + int(ident[len(prefix):])
    return 0


def titled(title, role, role_many):
    """A title in lower case, or after +, is said after the role's."""
    title = title.lstrip('+')
    if role_many and re.search('[^s]s$', role):
        role = role[:-1]
    first = title.split(' ')[0]
    if role.endswith(' ' + first):
        role = role[:-len(first) - 1]
    return (role + ' ' + title).strip()


class Model:
    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.version, self.edition = root.get('version'), root.get('edition')
        self.blocks = [(b.get('prefix'), int(b.get('base')))
                       for b in root.findall(NS + 'numbers')]
        self.records = {r.get('name'): r for r in root.findall(NS + 'record')}
        self.quals = {q.get('type'): q
                      for q in root.findall(NS + 'qualifiers')}
        self.aliases = []           # (id, title, id of the record's place)
        self.places = []            # in the order of the document
        self.root = self.expand(self.records['invoice'], None, [],
                                ['invoice'], '', False)
        self.by_id = {p.id: p for p in self.places if p.id}

    def expand(self, record, parent, terms, path, role, role_many):
        out = []
        for group in record.findall(NS + 'group'):
            self.aliases.append((group.get('id'), group.get('title'),
                                 parent.id))
        for field in record.findall(NS + 'field'):
            out.append(self.field(field, parent, terms, path, role,
                                  role_many))
        return out

    def field(self, field, parent, terms, path, role, role_many):
        said, below, name = dict(field.attrib), [], field.get('name')
        own = [([name] + t.get('of').split('/'), t.attrib)
               for t in field.findall(NS + 'term')]
        for steps, attrs in own + [t for t in terms if t[0][0] == name]:
            if len(steps) > 1:
                below.append((steps[1:], attrs))
            else:
                said.update((k, v) for k, v in attrs.items() if k != 'of')
        title, many = said.get('title', name.replace('_', ' ')), \
            said.get('many') == 'yes'
        absolute = 'A' <= title[0] <= 'Z'
        if not absolute:
            title = titled(title, role, role_many)
        place = Place(
            name=name, id=said.get('id'), title=title, many=many,
            path=(parent.path + '/' if parent else '') + name, parent=parent,
            type='record' if 'record' in said else said.get('type'),
            record=said.get('record'), list=said.get('list'),
            key=said.get('key'), doc=said.get('doc'),
            required=said.get('card', '0') == '1',
            grave=said.get('grave') == 'yes')
        self.places.append(place)
        r = (title, many) if absolute else (role, role_many)
        if place.record in path:
            place.again = place.record
        elif place.record:
            place.below = self.expand(self.records[place.record], place,
                                      below, path + [place.record], *r)
        elif place.type in self.quals:
            place.qualifiers = self.qualifiers(place, below)
        return place

    def qualifiers(self, place, below):
        out = []
        for field in self.quals[place.type].findall(NS + 'field'):
            q = Place(name=field.get('name'), id=None, many=False,
                      path=place.path + '/' + field.get('name'),
                      title=titled(field.get('name'), place.title,
                                   place.many),
                      parent=place, type=field.get('type'), record=None,
                      list=None, key=None, doc=None, required=False,
                      grave=False)
            for steps, attrs in below:
                if steps == [q.name]:
                    q.id = attrs.get('id', q.id)
                    q.title = attrs.get('title', q.title)
            self.places.append(q)
            out.append(q)
        return out
